package dev.laurel.realtime.personal;

import dev.laurel.notification.Cursor;
import dev.laurel.notification.LogHead;
import dev.laurel.realtime.frame.ServerFrame;
import io.quarkus.websockets.next.UserData.TypedKey;
import java.time.Duration;
import java.time.Instant;

/**
 * The point in the user's log at which a socket's events begin. Read before the handshake is
 * answered, so that an event committed once the client is connected is never taken for an old one.
 *
 * @param cursor the last entry that the client has; {@link #NOT_RESUMING} if it does not resume
 * @param head the log at the upgrade
 * @param recoverable whether the log still has all entries after the cursor
 * @param namesTimes whether the client sends {@code sent_at}, and so is told that of the log's end
 */
record StartPoint(Cursor cursor, LogHead head, boolean recoverable, boolean namesTimes) {
  static final long NOT_RESUMING = -1;

  static final TypedKey<StartPoint> KEY = new TypedKey<>("laurel.start-point");

  boolean resuming() {
    return cursor.seq() != NOT_RESUMING;
  }

  /** The last entry that the client does not need. */
  Cursor position() {
    return resuming() && recoverable && cursor.seq() < head.lastSeq()
        ? cursor
        : new Cursor(cursor.user(), head.lastSeq(), head.lastSentAt());
  }

  ServerFrame.Resumed frame(Duration heartbeat) {
    Instant lastSentAt = namesTimes ? head.lastSentAt() : null;
    return new ServerFrame.Resumed(
        recoverable,
        cursor.seq(),
        head.lastSeq(),
        heartbeat.toSeconds(),
        head.unread(),
        head.readUpTo(),
        lastSentAt);
  }
}
