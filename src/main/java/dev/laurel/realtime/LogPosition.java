package dev.laurel.realtime;

import io.quarkus.websockets.next.UserData.TypedKey;

/**
 * Where in the user's log a socket begins, found before the client is told that it is connected: so
 * an event committed after that is never taken for an old one.
 *
 * @param since the last entry that the client has, {@link #NOT_RESUMING} if it does not resume
 * @param lastSeq the end of the log at the upgrade
 * @param recoverable whether the log still has all that follows {@code since}
 */
record LogPosition(long since, long lastSeq, boolean recoverable) {
  static final long NOT_RESUMING = -1;

  static final TypedKey<LogPosition> KEY = new TypedKey<>("laurel.log-position");

  boolean resuming() {
    return since != NOT_RESUMING;
  }

  /** The last entry that the client does not need any more. */
  long start() {
    return resuming() && recoverable ? since : lastSeq;
  }
}
