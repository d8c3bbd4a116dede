package dev.laurel.notification;

import java.util.List;

/**
 * A stretch of a user's log.
 *
 * @param entries ascending; consecutive, but for entries that are pruned while they are read
 * @param lastSeq the newest in the log, 0 when it is empty
 * @param complete whether the entries begin right after the given place; false when some that
 *     followed it have been pruned, and when the place is ahead of the log
 */
public record LogSlice(List<LogEntry> entries, long lastSeq, boolean complete) {
  public LogSlice {
    entries = List.copyOf(entries);
  }

  /** Whether the log goes on after these entries. */
  public boolean hasMore() {
    return !entries.isEmpty() && entries.get(entries.size() - 1).seq() < lastSeq;
  }
}
