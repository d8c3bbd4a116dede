package dev.laurel.notification;

import java.time.Instant;
import java.util.List;

/**
 * A run of entries of a user's log, as of one moment.
 *
 * @param entries consecutive, oldest first
 * @param lastSeq the newest entry of the log, 0 if it is empty
 * @param complete whether the entries begin right after the requested cursor; false if entries
 *     after it were pruned, or it is ahead of the log
 * @param oldest when the first of the entries was written; null if there is none
 */
public record LogSlice(List<LogEntry> entries, long lastSeq, boolean complete, Instant oldest) {
  public LogSlice {
    entries = List.copyOf(entries);
  }

  /** True if the log has more entries after these. */
  public boolean hasMore() {
    return !entries.isEmpty() && entries.get(entries.size() - 1).seq() < lastSeq;
  }
}
