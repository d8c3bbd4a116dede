package dev.laurel.notification;

/**
 * Where a user's log begins and ends, and how far it has been read; all of one moment.
 *
 * @param firstSeq the oldest entry that has not been pruned; where there is none, the next to be
 *     written
 * @param lastSeq the newest entry ever written, 0 for none
 * @param readUpTo the last entry read, 0 for none
 */
public record LogHead(long firstSeq, long lastSeq, long readUpTo) {
  /** That of a log without any entry. */
  public static final LogHead EMPTY = new LogHead(1, 0, 0);

  /** Whether the log still has all that follows a place, and the place is not ahead of it. */
  public boolean reachesBackTo(long place) {
    return place >= firstSeq - 1 && place <= lastSeq;
  }

  /** How many entries are unread, of those that are kept. */
  public long unread() {
    return unreadAt(lastSeq);
  }

  /**
   * How many entries are unread once the log ends with {@code end}.
   *
   * @param end not before {@link #lastSeq()}
   */
  public long unreadAt(long end) {
    return end - Math.max(readUpTo, firstSeq - 1);
  }
}
