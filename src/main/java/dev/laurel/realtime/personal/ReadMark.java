package dev.laurel.realtime.personal;

import dev.laurel.notification.LogHead;
import java.util.Optional;

/**
 * How much one client knows of its user's read cursor, and what it is still to be told. A client is
 * not told of what it has done itself. Guarded by the {@link PersonalFeed}.
 */
final class ReadMark {
  private long known;
  private long acking;
  private int acksUnderWay;
  private LogHead pending;

  private ReadMark(long known) {
    this.known = known;
  }

  /** Of a client that has been told of the cursor, and wants to be told when it moves. */
  static ReadMark told(long readUpTo) {
    return new ReadMark(readUpTo);
  }

  /** Of a client that is told nothing. */
  static ReadMark ofNoInterest() {
    return new ReadMark(Long.MAX_VALUE);
  }

  /** The cursor that the client knows, or is going to be told of. */
  long known() {
    return known;
  }

  /** Takes in a move of the cursor, or one heard of before. */
  void hear(LogHead head) {
    if (head.readUpTo() > Math.max(known, acking)) {
      known = head.readUpTo();
      pending = head;
    }
  }

  /**
   * What the client is to be told now: not before it has all entries that were counted.
   *
   * @param position the last entry sent to the client
   */
  Optional<LogHead> due(long position) {
    if (pending == null || position < pending.lastSeq()) {
      return Optional.empty();
    }
    var due = pending;
    pending = null;
    return Optional.of(due);
  }

  /** The client moves the cursor. */
  void acking(long seq) {
    acksUnderWay++;
    acking = Math.max(acking, seq);
  }

  /**
   * The client has moved the cursor, or failed to.
   *
   * @param reached how far it did so, at the most {@code seq}; 0 for not at all
   */
  void acked(long reached) {
    known = Math.max(known, reached);
    if (--acksUnderWay == 0) {
      acking = 0;
    }
  }
}
