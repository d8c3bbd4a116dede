package dev.laurel.logs;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/**
 * A level that a category of the log has for a while.
 *
 * @param until when it is what it was before
 */
@RegisterForReflection
record LogLevel(String category, Level level, Instant until) {
  /** From the most that is logged to the least. */
  enum Level {
    DEBUG,
    INFO,
    WARN
  }
}
