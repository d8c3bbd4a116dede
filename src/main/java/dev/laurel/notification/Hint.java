package dev.laurel.notification;

import io.opentelemetry.api.trace.SpanContext;
import java.util.List;

/**
 * New entries of a user's log.
 *
 * @param entries at least one, consecutive; all were written together
 */
public record Hint(List<LogEntry> entries, Origin origin) {
  /** The same, by another span of its trace. */
  Hint by(SpanContext span) {
    return new Hint(entries, origin.by(span));
  }

  /** The place of the first entry. */
  public long first() {
    return entries.get(0).seq();
  }

  /** The place of the last entry. */
  public long last() {
    return entries.get(entries.size() - 1).seq();
  }
}
