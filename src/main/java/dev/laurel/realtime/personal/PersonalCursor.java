package dev.laurel.realtime.personal;

import dev.laurel.notification.Hint;
import dev.laurel.notification.LogEntry;
import dev.laurel.notification.LogHead;
import dev.laurel.realtime.frame.EncodedFrame;
import dev.laurel.realtime.frame.ServerFrame;
import dev.laurel.realtime.frame.WriteSpan;
import dev.laurel.realtime.session.Session;
import java.util.List;
import java.util.function.Supplier;

/**
 * How far one socket has been told what is in its user's log, and how far it has been read. Guarded
 * by its {@link PersonalFeed}.
 */
final class PersonalCursor {
  private final Session session;
  private final ReadMark read;
  private long position;
  private boolean waiting;

  /**
   * @param position the last entry which the client does not need any more
   */
  PersonalCursor(Session session, long position, ReadMark read) {
    this.session = session;
    this.position = position;
    this.read = read;
  }

  Session session() {
    return session;
  }

  long position() {
    return position;
  }

  ReadMark read() {
    return read;
  }

  /** Whether it waits for its client, and meanwhile takes nothing. */
  boolean isWaiting() {
    return waiting;
  }

  /** Ends the waiting. */
  void proceed() {
    waiting = false;
  }

  /** Whether entries that begin with {@code seq} leave no gap. */
  boolean isFollowedBy(long seq) {
    return seq <= position + 1;
  }

  /**
   * Sends what follows the position, and nothing twice; nothing where there is a gap before it.
   *
   * @param frames those of its entries, for all the user's sockets
   * @param writing begins the span of doing so; gives null if it is not traced
   */
  void offer(Hint hint, List<EncodedFrame> frames, Supplier<WriteSpan> writing) {
    if (!waiting && follow(hint.entries())) {
      if (hint.last() > position) {
        send(hint.first(), frames, writing.get());
      }
      tellRead();
    }
  }

  private void send(long first, List<EncodedFrame> frames, WriteSpan write) {
    long seq = first;
    for (var frame : frames) {
      sendIfNew(seq++, () -> frame.within(write));
    }
    if (write != null) {
      write.complete();
    }
  }

  /**
   * As {@link #offer}, of consecutive entries of the log, but no more than the client has room for,
   * so that a long replay does not make it a slow consumer. If that is not all, the cursor waits.
   *
   * @param room told when there is room again
   * @return false when there is a gap before the entries; then nothing is sent
   */
  boolean replay(List<LogEntry> entries, Runnable room) {
    if (!follow(entries)) {
      return false;
    }
    for (var entry : entries) {
      if (waiting) {
        break;
      }
      sendIfNew(entry.seq(), () -> EncodedFrame.of(entry.frame()));
      if (!session.hasRoom()) {
        waiting = true;
        session.whenRoom(room);
      }
    }
    tellRead();
    return true;
  }

  private boolean follow(List<LogEntry> entries) {
    return entries.isEmpty() || isFollowedBy(entries.get(0).seq());
  }

  private void sendIfNew(long seq, Supplier<EncodedFrame> frame) {
    if (seq > position) {
      session.send(frame.get());
      position = seq;
    }
  }

  /** Takes in how far the log has been read, and tells the client once it has what was counted. */
  void hearRead(LogHead head) {
    read.hear(head);
    tellRead();
  }

  private void tellRead() {
    // What was sent since is unread as well, so that the count is always that of what was sent.
    read.due(position)
        .ifPresent(
            head -> session.send(new ServerFrame.Unread(head.unreadAt(position), head.readUpTo())));
  }
}
