package dev.laurel.realtime.personal;

import dev.laurel.notification.Cursor;
import dev.laurel.notification.Hint;
import dev.laurel.notification.LogHead;
import dev.laurel.notification.LogReadBulk.Delivered;
import dev.laurel.notification.LogSlice;
import dev.laurel.realtime.frame.EncodedFrame;
import dev.laurel.realtime.session.Session;
import dev.laurel.wire.CloseCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Delivers one user's log, in order and without gaps, to the user's sockets on this node. Hints
 * carry entries as they are committed. If a hint does not follow on what was delivered, an earlier
 * one was lost, and the feed reads the log instead. Never blocks; any thread may call.
 */
final class PersonalFeed {
  private static final Logger LOG = Logger.getLogger("laurel.realtime");

  private final String user;
  private final BatchingLogReader log;
  private final DeliveryMetrics metrics;
  private final HintTraces traces;
  private final int maxHintChars;
  private final List<SocketPosition> sockets = new ArrayList<>();
  private LogHead readCursor = LogHead.EMPTY;
  private long newest;
  private boolean reading;
  private boolean repairing;

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
    this.user = user;
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
    catchUp(head.lastSeq());
  }

  synchronized void leave(Session session) {
    sockets.removeIf(socket -> socket.session() == session);
  }

  synchronized boolean isEmpty() {
    return sockets.isEmpty();
  }

  /** The entries that all sockets have received, except those waiting for slow clients. */
  synchronized Delivered delivered() {
    long known = sockets.stream().mapToLong(SocketPosition::knownRead).min().orElse(Long.MAX_VALUE);
    return new Delivered(furthestBehind(), known, furthest());
  }

  private Cursor furthest() {
    return sockets.stream()
        .map(SocketPosition::cursor)
        .max(Comparator.comparingLong(Cursor::seq))
        .orElse(new Cursor(user, 0, null));
  }

  /** Receives a hint of new entries. */
  synchronized void receive(Hint hint) {
    var received = traces.received(hint, sockets.size());
    long first = hint.first();
    if (repeats(hint)) {
      verify();
    }
    if (!reading && first > newest + 1 && furthestBehind() < first - 1) {
      metrics.gap();
      repairing = true;
    }
    if (hint.entries().stream().mapToInt(entry -> entry.frame().length()).sum() <= maxHintChars) {
      var frames =
          hint.entries().stream()
              .map(entry -> EncodedFrame.live(entry.frame(), hint.origin()))
              .toList();
      sockets.forEach(socket -> socket.offer(hint, frames, () -> traces.write(hint, received)));
    }
    catchUp(hint.last());
    received.end();
  }

  /**
   * Closes sockets that were sent entries which the log no longer has, since PostgreSQL was
   * restored to an earlier state. They could not tell the entries that take their place.
   */
  private void verify() {
    var furthest = furthest();
    log.start(furthest)
        .whenComplete(
            (slice, failure) -> {
              // After a failure, the next reconciliation or hint asks again.
              if (failure == null && !slice.complete()) {
                closeFrom(furthest.seq(), slice.head());
              }
            });
  }

  private synchronized void closeFrom(long seq, LogHead head) {
    sockets.removeIf(
        socket -> {
          boolean isLost = socket.seq() >= seq;
          if (isLost) {
            socket.session().close(CloseCode.SERVER_ERROR);
          }
          return isLost;
        });
    newest = head.lastSeq();
    readCursor = LogHead.EMPTY;
  }

  /**
   * True if a hint has entries with numbers that were sent already, unless it has the very entry
   * that was sent last. It is late, or its entries take the place of lost ones.
   */
  private boolean repeats(Hint hint) {
    var furthest = furthest();
    return hint.first() <= furthest.seq()
        && hint.entries().stream()
            .noneMatch(
                entry ->
                    entry.seq() == furthest.seq()
                        && Objects.equals(entry.sentAt(), furthest.sentAt()));
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
   * @param doubtful whether the log seems to have lost entries that were sent
   */
  synchronized void repair(LogHead head, boolean doubtful) {
    if (doubtful) {
      verify();
    }
    repairing |= !reading && furthestBehind() < head.lastSeq();
    receiveRead(head);
  }

  /** As {@link SocketPosition#acking}. */
  synchronized void acking(Session session, long seq) {
    position(session).ifPresent(socket -> socket.acking(seq));
  }

  /** As {@link SocketPosition#acked}. */
  synchronized void acked(Session session, long reached) {
    position(session).ifPresent(socket -> socket.acked(reached));
  }

  private Optional<SocketPosition> position(Session session) {
    return sockets.stream().filter(socket -> socket.session() == session).findFirst();
  }

  /** Reads the log until all sockets have everything up to {@code lastSeq}. */
  private void catchUp(long lastSeq) {
    newest = Math.max(newest, lastSeq);
    long from = furthestBehind();
    if (!reading && from < newest) {
      reading = true;
      long wanted = newest;
      log.since(cursorAt(from))
          .whenComplete(
              (slice, failure) -> {
                if (failure == null) {
                  deliver(from, wanted, slice);
                } else {
                  failed(failure);
                }
              });
    }
  }

  private Cursor cursorAt(long seq) {
    return sockets.stream()
        .map(SocketPosition::cursor)
        .filter(cursor -> cursor.seq() == seq)
        .findFirst()
        .orElseThrow();
  }

  private long furthestBehind() {
    return sockets.stream()
        .filter(socket -> !socket.isWaiting())
        .mapToLong(SocketPosition::seq)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  /** Left to the next reconciliation. */
  private synchronized void failed(Throwable failure) {
    LOG.debugf(failure, "log of %s not read", user);
    reading = false;
  }

  private synchronized void deliver(long from, long wanted, LogSlice slice) {
    reading = false;
    // A hint is sent after its commit, so the log that was just read has all hinted entries.
    newest = newest == wanted ? slice.lastSeq() : Math.max(newest, slice.lastSeq());
    boolean needed = furthestBehind() <= from && !slice.entries().isEmpty();
    sockets.removeIf(
        socket -> socket.seq() >= from && closesInsteadOfReplaying(socket, from, slice));
    if (repairing && needed) {
      metrics.repaired(slice.entries().get(0).sentAt());
    }
    repairing = false;
    // Reads on, but after an empty slice only if it was hinted at more, or a socket further back
    // joined.
    if (!slice.entries().isEmpty() || newest > wanted || furthestBehind() < from) {
      catchUp(newest);
    }
  }

  /** Replays a slice to a socket, or closes it. Returns whether it was closed. */
  private boolean closesInsteadOfReplaying(SocketPosition socket, long from, LogSlice slice) {
    boolean unrecoverable = socket.seq() == from && !slice.complete();
    if (!unrecoverable && socket.replay(slice.entries(), () -> resume(socket))) {
      return false;
    }
    // The entries it lacks were pruned or lost. The client reconnects and gets "recovered": false.
    socket.session().close(CloseCode.SERVER_ERROR);
    return true;
  }

  private synchronized void resume(SocketPosition socket) {
    socket.stopWaiting();
    catchUp(newest);
  }
}
