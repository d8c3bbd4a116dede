package dev.laurel.realtime.personal;

import dev.laurel.notification.Cursor;
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
 * How far one socket has got in its user's log, and the read cursor that its client knows. Moves of
 * the read cursor by that client are not sent back to it. Guarded by its {@link PersonalFeed}.
 */
final class SocketPosition {
  private final Session session;
  private Cursor position;
  private boolean waiting;
  private long knownRead;
  private long acking;
  private int acksInFlight;
  private LogHead pendingRead;

  /** A client that does not resume does not hear of the read cursor. */
  SocketPosition(Session session, StartPoint start) {
    this.session = session;
    this.position = start.position();
    this.knownRead = start.resuming() ? start.head().readUpTo() : Long.MAX_VALUE;
  }

  Session session() {
    return session;
  }

  /** The last entry sent. */
  long seq() {
    return position.seq();
  }

  /** The last entry sent, and when it was written. */
  Cursor cursor() {
    return position;
  }

  /** The read cursor that the client knows, or is about to hear of. */
  long knownRead() {
    return knownRead;
  }

  /** True if it waits for its client to catch up, and takes no entries. */
  boolean isWaiting() {
    return waiting;
  }

  void stopWaiting() {
    waiting = false;
  }

  /**
   * Sends the new entries of a hint; none if there is a gap before them.
   *
   * @param frames the hint's entries, encoded once for all the user's sockets
   * @param writing starts the span of the write; gives null if it is not traced
   */
  void offer(Hint hint, List<EncodedFrame> frames, Supplier<WriteSpan> writing) {
    if (!waiting && leavesNoGap(hint.entries())) {
      if (hint.last() > seq()) {
        send(hint.entries(), frames, writing.get());
      }
      sendReadCursor();
    }
  }

  private void send(List<LogEntry> entries, List<EncodedFrame> frames, WriteSpan span) {
    for (int i = 0; i < entries.size(); i++) {
      var frame = frames.get(i);
      sendIfNew(entries.get(i), () -> frame.within(span));
    }
    if (span != null) {
      span.complete();
    }
  }

  /**
   * Sends the new entries of a part of the log, as many as the client has room for, so that a long
   * replay does not make it a slow consumer. Waits if that is not all.
   *
   * @param room called when there is room again
   * @return false if there is a gap before the entries, or they have another entry than was sent;
   *     then none is sent
   */
  boolean replay(List<LogEntry> entries, Runnable room) {
    if (!leavesNoGap(entries) || entries.stream().anyMatch(this::contradicts)) {
      return false;
    }
    for (var entry : entries) {
      if (waiting) {
        break;
      }
      sendIfNew(entry, () -> EncodedFrame.of(entry.frame()));
      if (!session.hasRoom()) {
        waiting = true;
        session.whenRoom(room);
      }
    }
    sendReadCursor();
    return true;
  }

  private boolean contradicts(LogEntry entry) {
    return entry.seq() == seq() && !position.mayBe(entry.sentAt());
  }

  private boolean leavesNoGap(List<LogEntry> entries) {
    return entries.isEmpty() || entries.get(0).seq() <= seq() + 1;
  }

  private void sendIfNew(LogEntry entry, Supplier<EncodedFrame> frame) {
    if (entry.seq() > seq()) {
      session.send(frame.get());
      position = new Cursor(position.user(), entry.seq(), entry.sentAt());
    }
  }

  /** Receives a position of the read cursor, new or old. */
  void moveRead(LogHead head) {
    if (head.readUpTo() > Math.max(knownRead, acking)) {
      knownRead = head.readUpTo();
      pendingRead = head;
    }
    sendReadCursor();
  }

  /** Sends a move, once the client has all entries that its count includes. */
  private void sendReadCursor() {
    if (pendingRead != null && seq() >= pendingRead.lastSeq()) {
      // Counts up to the position: entries sent since the move are unread as well.
      session.send(new ServerFrame.Unread(pendingRead.unreadAt(seq()), pendingRead.readUpTo()));
      pendingRead = null;
    }
  }

  /** The client begins to move the read cursor to {@code seq}. */
  void acking(long seq) {
    acksInFlight++;
    acking = Math.max(acking, seq);
  }

  /**
   * The client's move is complete, or has failed.
   *
   * @param reached the read cursor after it, at most {@code seq}; 0 if it failed
   */
  void acked(long reached) {
    knownRead = Math.max(knownRead, reached);
    if (--acksInFlight == 0) {
      acking = 0;
    }
  }
}
