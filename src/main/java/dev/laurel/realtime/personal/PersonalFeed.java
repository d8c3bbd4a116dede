package dev.laurel.realtime.personal;

import dev.laurel.notification.Hint;
import dev.laurel.notification.LogHead;
import dev.laurel.notification.LogReadBulk.Delivered;
import dev.laurel.notification.LogSlice;
import dev.laurel.realtime.session.Session;
import java.util.function.Consumer;

/**
 * Delivers one user's log, in order and without gaps, to the user's sockets on this node. Hints
 * carry entries as they are committed. If a hint does not follow on what was delivered, an earlier
 * one was lost, and the feed reads the log instead. If a number comes again, PostgreSQL may have
 * lost its last commits; then the feed closes the sockets that have what was lost, whose clients
 * could not tell the entries that take its place. Never blocks; any thread may call.
 */
final class PersonalFeed {
  private final BatchingLogReader log;
  private final DeliveryMetrics metrics;
  private final HintTraces traces;
  private final int maxHintChars;
  private final SocketPositions sockets;
  private LogHead readCursor = LogHead.EMPTY;
  private long newest;
  private boolean reading;
  private boolean repairing;

  /** True if the log may have lost entries that were sent; nothing is delivered meanwhile. */
  private boolean doubtful;

  private boolean verifying;

  /**
   * @param maxHintChars how long the frames of a hint may be together; longer ones are read from
   *     the log, at the pace of each client
   */
  PersonalFeed(
      String user,
      BatchingLogReader log,
      DeliveryMetrics metrics,
      HintTraces traces,
      int maxHintChars) {
    this.sockets = new SocketPositions(user);
    this.log = log;
    this.metrics = metrics;
    this.traces = traces;
    this.maxHintChars = maxHintChars;
  }

  /**
   * Adds a socket, and reads from the log what it has missed.
   *
   * @param head the log a moment ago
   */
  synchronized void join(SocketPosition socket, LogHead head) {
    sockets.add(socket);
    socket.moveRead(readCursor);
    if (doubtful) {
      verify();
    }
    catchUp(head.lastSeq());
  }

  synchronized void leave(Session session) {
    sockets.remove(session);
  }

  synchronized boolean isEmpty() {
    return sockets.size() == 0;
  }

  synchronized Delivered delivered() {
    return sockets.delivered();
  }

  /** Receives a hint of new entries. */
  synchronized void receive(Hint hint) {
    var received = traces.received(hint, sockets.size());
    long first = hint.first();
    if (doubtful || sockets.areRepeatedBy(hint)) {
      verify();
    }
    if (!reading && first > newest + 1 && sockets.furthestBehind() < first - 1) {
      metrics.gap();
      repairing = true;
    }
    if (!doubtful && hint.chars() <= maxHintChars) {
      sockets.offer(hint, () -> traces.write(hint, received));
    }
    catchUp(hint.last());
    received.end();
  }

  /** Receives a hint of a moved read cursor. */
  synchronized void receiveRead(LogHead head) {
    if (head.readUpTo() > readCursor.readUpTo()) {
      readCursor = head;
    }
    sockets.forEach(socket -> socket.moveRead(head));
    catchUp(head.lastSeq());
  }

  /**
   * Delivers what lost hints left out.
   *
   * @param contradicts whether the log seems to have lost entries that were sent
   */
  synchronized void repair(LogHead head, boolean contradicts) {
    if (contradicts || doubtful) {
      verify();
    }
    repairing |= !reading && sockets.furthestBehind() < head.lastSeq();
    receiveRead(head);
  }

  /** Asks the log whether it still has the last entry sent. */
  private void verify() {
    doubtful = true;
    if (!verifying) {
      verifying = true;
      var furthest = sockets.furthest();
      log.start(furthest)
          .whenComplete((slice, failure) -> verified(furthest.seq(), slice, failure));
    }
  }

  private synchronized void verified(long furthest, LogSlice slice, Throwable failure) {
    verifying = false;
    if (failure != null) {
      // The next hint or reconciliation asks again.
      return;
    }
    doubtful = false;
    if (!slice.complete()) {
      sockets.closeIf(socket -> socket.seq() >= furthest || socket.seq() > slice.lastSeq());
      newest = slice.lastSeq();
      readCursor = LogHead.EMPTY;
    }
    catchUp(newest);
  }

  /** Changes the position of a session that is still here. */
  synchronized void update(Session session, Consumer<SocketPosition> change) {
    sockets.of(session).ifPresent(change);
  }

  /** Reads the log until all sockets have everything up to {@code lastSeq}. */
  private void catchUp(long lastSeq) {
    newest = Math.max(newest, lastSeq);
    long from = sockets.furthestBehind();
    if (!reading && !doubtful && from < newest) {
      reading = true;
      long wanted = newest;
      log.since(sockets.at(from))
          .whenComplete((slice, failure) -> deliver(from, wanted, slice, failure));
    }
  }

  private synchronized void deliver(long from, long wanted, LogSlice slice, Throwable failure) {
    reading = false;
    if (failure != null || doubtful) {
      // The next reconciliation, or verification, reads again.
      return;
    }
    // A hint is sent after its commit, so the log that was just read has all hinted entries.
    newest = newest == wanted ? slice.lastSeq() : Math.max(newest, slice.lastSeq());
    boolean needed = sockets.furthestBehind() <= from && !slice.entries().isEmpty();
    sockets.closeIf(socket -> socket.seq() >= from && !replay(socket, from, slice));
    if (repairing && needed) {
      metrics.repaired(slice.entries().get(0).sentAt());
    }
    repairing = false;
    // Reads on, but after an empty slice only if it was hinted at more, or a socket further back
    // joined.
    if (!slice.entries().isEmpty() || newest > wanted || sockets.furthestBehind() < from) {
      catchUp(newest);
    }
  }

  /** Replays a slice to a socket. Returns false if what the socket lacks was pruned or lost. */
  private boolean replay(SocketPosition socket, long from, LogSlice slice) {
    return (socket.seq() != from || slice.complete())
        && socket.replay(slice.entries(), () -> resume(socket));
  }

  private synchronized void resume(SocketPosition socket) {
    socket.stopWaiting();
    catchUp(newest);
  }
}
