package dev.laurel.notification;

import java.util.List;

/**
 * A run of entries of a user's log, as of one moment.
 *
 * @param entries consecutive, oldest first
 * @param head the head of the log
 * @param complete whether the entries begin right after the requested cursor; false if entries
 *     after it were pruned, it is ahead of the log, or its entry is another than the log's
 */
public record LogSlice(List<LogEntry> entries, LogHead head, boolean complete) {
  public LogSlice {
    entries = List.copyOf(entries);
  }

  /** The newest entry of the log, 0 if it is empty. */
  public long lastSeq() {
    return head.lastSeq();
  }

  /** True if the log has more entries after these. */
  public boolean hasMore() {
    return !entries.isEmpty() && entries.get(entries.size() - 1).seq() < lastSeq();
  }
}
