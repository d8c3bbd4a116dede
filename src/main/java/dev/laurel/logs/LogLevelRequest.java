package dev.laurel.logs;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

/**
 * The level that a log category is set to.
 *
 * @param seconds how long it lasts; default 15 min, at most a day
 */
@RegisterForReflection
record LogLevelRequest(
    @NotNull LogLevel.Level level, @Min(1) @Max(LogLevelRequest.A_DAY) Integer seconds) {
  static final int A_DAY = 86_400;

  private static final int DEFAULT = 900;

  LogLevelRequest {
    seconds = seconds == null ? DEFAULT : seconds;
  }
}
