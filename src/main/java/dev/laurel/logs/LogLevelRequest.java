package dev.laurel.logs;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

/**
 * What a category of the log is to be set to.
 *
 * @param seconds for how long; a quarter of an hour unless given, a day at most
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
