package dev.laurel.realtime.personal;

import dev.laurel.notification.LogHead;
import io.quarkus.websockets.next.UserData.TypedKey;

/**
 * Where in the user's log a socket begins, found before the client is told that it is connected: so
 * an event committed after that is never taken for an old one.
 *
 * @param since the last entry that the client has, {@link #NOT_RESUMING} if it does not resume
 * @param head the log at the upgrade
 */
public record LogPosition(long since, LogHead head) {
  static final long NOT_RESUMING = -1;

  static final TypedKey<LogPosition> KEY = new TypedKey<>("laurel.log-position");

  boolean resuming() {
    return since != NOT_RESUMING;
  }

  /** Whether the log still has all that follows {@code since}. */
  public boolean recoverable() {
    return head.reachesBackTo(since);
  }

  /** The last entry that the client does not need any more. */
  long start() {
    return resuming() && recoverable() ? since : head.lastSeq();
  }
}
