package dev.laurel.realtime.personal;

import dev.laurel.broadcast.Subscription;
import dev.laurel.notification.Delivered;
import dev.laurel.notification.Hint;
import dev.laurel.notification.LogHead;
import dev.laurel.notification.LogSlice;
import dev.laurel.realtime.frame.EncodedFrame;
import dev.laurel.realtime.session.Session;
import dev.laurel.wire.CloseCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Delivers one user's log, in order and without a gap, to the user's sockets on this node. Hints
 * bring entries as they are committed; where one does not follow on what was delivered, the log is
 * read instead. Never blocks; any thread may call.
 */
final class PersonalFeed {
  private static final Logger LOG = Logger.getLogger("laurel.realtime");

  private final String user;
  private final BatchingLogReader log;
  private final DeliveryMetrics metrics;
  private final HintTraces traces;
  private final int mostAtOnce;
  private final List<PersonalCursor> cursors = new ArrayList<>();
  private Subscription subscription;
  private LogHead lastRead = LogHead.EMPTY;
  private long newest;
  private boolean reading;
  private boolean repairing;

  /**
   * @param mostAtOnce how many characters of frames every client has room for; more of them are
   *     read from the log at the pace of each
   */
  PersonalFeed(
      String user,
      BatchingLogReader log,
      DeliveryMetrics metrics,
      HintTraces traces,
      int mostAtOnce) {
    this.user = user;
    this.log = log;
    this.metrics = metrics;
    this.traces = traces;
    this.mostAtOnce = mostAtOnce;
  }

  synchronized void subscription(Subscription to) {
    subscription = to;
  }

  synchronized Subscription subscription() {
    return subscription;
  }

  /**
   * Adds a socket. What it has missed already is read from the log.
   *
   * @param head the log as of a moment before now
   */
  synchronized void join(PersonalCursor cursor, LogHead head) {
    cursors.add(cursor);
    cursor.hearRead(lastRead);
    catchUp(head.lastSeq());
  }

  /** Removes the socket of a session. */
  synchronized void leave(Session session) {
    cursors.removeIf(cursor -> cursor.session() == session);
  }

  synchronized boolean isEmpty() {
    return cursors.isEmpty();
  }

  /** What all the sockets have that do not wait for their clients. */
  synchronized Delivered delivered() {
    long known =
        cursors.stream().mapToLong(cursor -> cursor.read().known()).min().orElse(Long.MAX_VALUE);
    return new Delivered(furthestBehind(), known);
  }

  /** Takes in a hint of new entries. */
  synchronized void hear(Hint hint) {
    var received = traces.received(hint, cursors.size());
    long first = hint.first();
    if (!reading && first > newest + 1 && furthestBehind() < first - 1) {
      metrics.gap();
      repairing = true;
    }
    if (hint.entries().stream().mapToInt(entry -> entry.frame().length()).sum() <= mostAtOnce) {
      var frames =
          hint.entries().stream()
              .map(entry -> EncodedFrame.live(entry.frame(), hint.origin()))
              .toList();
      cursors.forEach(cursor -> cursor.offer(hint, frames, () -> traces.write(hint, received)));
    }
    catchUp(hint.last());
    received.end();
  }

  /** Takes in a hint of a moved read cursor. */
  synchronized void hearRead(LogHead head) {
    if (head.readUpTo() > lastRead.readUpTo()) {
      lastRead = head;
    }
    cursors.forEach(cursor -> cursor.hearRead(head));
    catchUp(head.lastSeq());
  }

  /** Makes up for hints that were lost. */
  synchronized void repair(LogHead head) {
    repairing |= !reading && furthestBehind() < head.lastSeq();
    hearRead(head);
  }

  /** A client moves its user's read cursor. */
  synchronized void acking(Session session, long seq) {
    cursor(session).ifPresent(cursor -> cursor.read().acking(seq));
  }

  /** As {@link ReadMark#acked}. */
  synchronized void acked(Session session, long reached) {
    cursor(session).ifPresent(cursor -> cursor.read().acked(reached));
  }

  private Optional<PersonalCursor> cursor(Session session) {
    return cursors.stream().filter(cursor -> cursor.session() == session).findFirst();
  }

  /** Sees to it that all sockets get everything up to {@code lastSeq}. */
  private void catchUp(long lastSeq) {
    newest = Math.max(newest, lastSeq);
    long from = furthestBehind();
    if (!reading && from < newest) {
      reading = true;
      long wanted = newest;
      log.since(user, from)
          .whenComplete(
              (slice, failure) -> {
                if (failure == null) {
                  take(from, wanted, slice);
                } else {
                  failed(failure);
                }
              });
    }
  }

  private long furthestBehind() {
    return cursors.stream()
        .filter(cursor -> !cursor.isWaiting())
        .mapToLong(PersonalCursor::position)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  /** The next reconciliation tries again. */
  private synchronized void failed(Throwable failure) {
    LOG.debugf(failure, "log of %s not read", user);
    reading = false;
  }

  private synchronized void take(long from, long wanted, LogSlice slice) {
    reading = false;
    // A hint comes after its commit: what it promised beyond the end of the log was a lie.
    newest = newest == wanted ? slice.lastSeq() : Math.max(newest, slice.lastSeq());
    boolean needed = furthestBehind() <= from && !slice.entries().isEmpty();
    cursors.removeIf(cursor -> cursor.position() >= from && isLost(cursor, from, slice));
    if (repairing && needed) {
      metrics.repaired(slice.oldest());
    }
    repairing = false;
    // A read that brought nothing is not repeated at once, unless there is a new reason for it.
    if (!slice.entries().isEmpty() || newest > wanted || furthestBehind() < from) {
      catchUp(newest);
    }
  }

  /** Replays what was read to a socket, or closes it. */
  private boolean isLost(PersonalCursor cursor, long from, LogSlice slice) {
    boolean pruned = cursor.position() == from && !slice.complete();
    if (!pruned && cursor.replay(slice.entries(), () -> proceed(cursor))) {
      return false;
    }
    // What it lacks is not to be had any more; reconnecting, it is told so.
    cursor.session().close(CloseCode.SERVER_ERROR);
    return true;
  }

  private synchronized void proceed(PersonalCursor cursor) {
    cursor.proceed();
    catchUp(newest);
  }
}
