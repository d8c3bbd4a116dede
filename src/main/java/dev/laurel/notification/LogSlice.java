package dev.laurel.notification;

import java.time.Instant;
import java.util.List;

/**
 * A stretch of a user's log, of one moment.
 *
 * @param entries ascending and consecutive
 * @param lastSeq the newest in the log, 0 when it is empty
 * @param complete whether the entries begin right after the given place; false when some that
 *     followed it have been pruned, and when the place is ahead of the log
 * @param oldest when the first of the entries was written; null when there is none
 */
public record LogSlice(List<LogEntry> entries, long lastSeq, boolean complete, Instant oldest) {
  public LogSlice {
    entries = List.copyOf(entries);
  }

  /** Whether the log goes on after these entries. */
  public boolean hasMore() {
    return !entries.isEmpty() && entries.get(entries.size() - 1).seq() < lastSeq;
  }
}
