package dev.laurel.realtime.personal;

import dev.laurel.notification.LogHead;
import java.util.Optional;

/**
 * The user's read cursor as one client knows it, and the move that the client has yet to hear of.
 * The client's own moves are not sent back to it. Guarded by the {@link PersonalFeed}.
 */
final class ReadCursor {
  private long known;
  private long acking;
  private int acksInFlight;
  private LogHead pending;

  private ReadCursor(long known) {
    this.known = known;
  }

  /** For a client that knows the cursor, and wants to hear when it moves. */
  static ReadCursor at(long readUpTo) {
    return new ReadCursor(readUpTo);
  }

  /** For a client that does not want to hear of the cursor. */
  static ReadCursor ignored() {
    return new ReadCursor(Long.MAX_VALUE);
  }

  /** The cursor that the client knows, or is about to hear of. */
  long known() {
    return known;
  }

  /** Receives a position of the cursor, new or old. */
  void move(LogHead head) {
    if (head.readUpTo() > Math.max(known, acking)) {
      known = head.readUpTo();
      pending = head;
    }
  }

  /**
   * Takes the move to send now, if any. It waits until the client has all entries that its count
   * includes.
   *
   * @param position the last entry sent to the client
   */
  Optional<LogHead> takeDue(long position) {
    if (pending == null || position < pending.lastSeq()) {
      return Optional.empty();
    }
    var due = pending;
    pending = null;
    return Optional.of(due);
  }

  /** The client begins to move the cursor to {@code seq}. */
  void acking(long seq) {
    acksInFlight++;
    acking = Math.max(acking, seq);
  }

  /**
   * The client's move is complete, or has failed.
   *
   * @param reached the cursor after it, at most {@code seq}; 0 if it failed
   */
  void acked(long reached) {
    known = Math.max(known, reached);
    if (--acksInFlight == 0) {
      acking = 0;
    }
  }
}
