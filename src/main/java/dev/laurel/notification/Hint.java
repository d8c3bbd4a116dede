package dev.laurel.notification;

import java.util.List;

/**
 * New entries of a user's log.
 *
 * @param entries at least one, consecutive; all were written together
 */
public record Hint(List<LogEntry> entries, Origin origin) {
  /** The place of the first entry. */
  public long first() {
    return entries.get(0).seq();
  }

  /** The place of the last entry. */
  public long last() {
    return entries.get(entries.size() - 1).seq();
  }
}
