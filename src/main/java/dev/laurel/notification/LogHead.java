package dev.laurel.notification;

import java.time.Instant;

/**
 * Where a user's log begins and ends, and how far it was read, as of one moment.
 *
 * @param firstSeq the oldest entry that was not pruned; if there is none, the next to be written
 * @param lastSeq the newest entry ever written, 0 for none
 * @param readUpTo the last entry read, 0 for none
 * @param lastSentAt when the newest entry was written; null if there is none, or it is unknown
 */
public record LogHead(long firstSeq, long lastSeq, long readUpTo, Instant lastSentAt) {
  /** The head of an empty log. */
  public static final LogHead EMPTY = new LogHead(1, 0, 0, null);

  /**
   * True if the log still has all entries after {@code seq}, and {@code seq} is not ahead of it.
   */
  public boolean reachesBackTo(long seq) {
    return seq >= firstSeq - 1 && seq <= lastSeq;
  }

  /** The number of kept entries that are unread. */
  public long unread() {
    return unreadAt(lastSeq);
  }

  /**
   * The number of unread entries if the log ends with {@code end}.
   *
   * @param end not before {@link #lastSeq()}
   */
  public long unreadAt(long end) {
    return end - Math.max(readUpTo, firstSeq - 1);
  }
}
