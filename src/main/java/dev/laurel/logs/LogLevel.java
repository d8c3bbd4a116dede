package dev.laurel.logs;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/**
 * The temporary level of a log category.
 *
 * @param until when the category returns to its former level
 */
@RegisterForReflection
record LogLevel(String category, Level level, Instant until) {
  /** Levels that an operator can set, most verbose first. */
  enum Level {
    DEBUG,
    INFO,
    WARN
  }
}
