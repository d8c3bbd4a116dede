package dev.laurel.realtime;

import dev.laurel.broadcast.Subscription;
import dev.laurel.notification.LogEntry;
import dev.laurel.notification.LogSlice;
import dev.laurel.notification.NotificationLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;

/**
 * Delivers one user's log, in order and without a gap, to the user's sockets on this node. Hints
 * bring entries as they are committed; where one does not follow on what was delivered, the log is
 * read instead. Never blocks: the log is read on the executor.
 */
final class PersonalFeed {
  private static final Logger LOG = Logger.getLogger("laurel.realtime");

  private final String user;
  private final NotificationLog log;
  private final Executor executor;
  private final int pageSize;
  private final List<PersonalCursor> cursors = new ArrayList<>();
  private Subscription subscription;
  private long newest;
  private boolean reading;

  PersonalFeed(String user, NotificationLog log, Executor executor, int pageSize) {
    this.user = user;
    this.log = log;
    this.executor = executor;
    this.pageSize = pageSize;
  }

  String user() {
    return user;
  }

  synchronized void subscription(Subscription to) {
    subscription = to;
  }

  Subscription subscription() {
    return subscription;
  }

  /** Adds a socket. What it has missed already is read from the log. */
  synchronized void join(PersonalCursor cursor) {
    cursors.add(cursor);
    catchUp(newest);
  }

  /** Removes the socket of a session. */
  synchronized void leave(Session session) {
    cursors.removeIf(cursor -> cursor.session() == session);
  }

  synchronized boolean isEmpty() {
    return cursors.isEmpty();
  }

  /** Takes in a hint. */
  synchronized void hear(List<LogEntry> entries) {
    long last = entries.get(entries.size() - 1).seq();
    cursors.forEach(cursor -> cursor.offer(entries));
    catchUp(last);
  }

  /** Sees to it that all sockets get everything up to {@code lastSeq}. */
  synchronized void catchUp(long lastSeq) {
    newest = Math.max(newest, lastSeq);
    if (!reading && furthestBehind() < newest) {
      reading = true;
      executor.execute(this::read);
    }
  }

  private long furthestBehind() {
    return cursors.stream()
        .filter(cursor -> !cursor.isWaiting())
        .mapToLong(PersonalCursor::position)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  private void read() {
    long from;
    long wanted;
    synchronized (this) {
      from = furthestBehind();
      wanted = newest;
    }
    try {
      take(from, wanted, log.since(user, from, pageSize));
    } catch (RuntimeException e) {
      // The next reconciliation tries again.
      LOG.debugf(e, "log of %s not read", user);
      synchronized (this) {
        reading = false;
      }
    }
  }

  private synchronized void take(long from, long wanted, LogSlice slice) {
    reading = false;
    // A hint comes after its commit: what it promised beyond the end of the log was a lie.
    newest = newest == wanted ? slice.lastSeq() : Math.max(newest, slice.lastSeq());
    for (var cursor : cursors) {
      boolean concerned = cursor.position() >= from;
      boolean lost = cursor.position() == from && !slice.complete();
      if (concerned && (lost || !cursor.replay(slice.entries(), () -> proceed(cursor)))) {
        // What it lacks is not to be had any more; reconnecting, it is told so.
        cursor.session().close(CloseCode.SERVER_ERROR);
      }
    }
    // A read that brought nothing is not repeated at once, unless there is a new reason for it.
    if (!slice.entries().isEmpty() || newest > wanted || furthestBehind() < from) {
      catchUp(newest);
    }
  }

  private synchronized void proceed(PersonalCursor cursor) {
    cursor.proceed();
    catchUp(newest);
  }
}
