package dev.laurel.realtime.personal;

import dev.laurel.notification.LogHead;
import io.quarkus.websockets.next.UserData.TypedKey;

/**
 * The point in the user's log at which a socket's events begin. Read before the handshake is
 * answered, so that an event committed once the client is connected is never taken for an old one.
 *
 * @param since the last entry that the client has; {@link #NOT_RESUMING} if it does not resume
 * @param head the log at the upgrade
 */
record StartPoint(long since, LogHead head) {
  static final long NOT_RESUMING = -1;

  static final TypedKey<StartPoint> KEY = new TypedKey<>("laurel.start-point");

  boolean resuming() {
    return since != NOT_RESUMING;
  }

  /** True if the log still has all entries after {@code since}. */
  boolean recoverable() {
    return head.reachesBackTo(since);
  }

  /** The last entry that the client does not need. */
  long seq() {
    return resuming() && recoverable() ? since : head.lastSeq();
  }
}
