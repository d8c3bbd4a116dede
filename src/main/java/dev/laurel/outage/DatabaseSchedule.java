package dev.laurel.outage;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * What a node does with the database again and again in the background. A turn that falls into an
 * outage is left out, one that fails is made up for by the next, and with the node all of it ends.
 *
 * <p>Thread-safe.
 */
@Singleton
public class DatabaseSchedule implements AutoCloseable {
  private final DatabaseWatch database;
  private final ScheduledExecutorService executor;
  private final Queue<Future<?>> schedules = new ConcurrentLinkedQueue<>();
  private volatile boolean stopped;

  public DatabaseSchedule(DatabaseWatch database, ScheduledExecutorService executor) {
    this.database = database;
    this.executor = executor;
  }

  /**
   * Has work done at intervals, for the first time after one. Does not block.
   *
   * @param interval from the end of a turn to the beginning of the next
   * @param log where a failure is told that is not the database's: as a warning when the turn
   *     before went well, else at DEBUG
   * @param failure what did not happen then, as a line of the log
   * @param work on a worker thread, which it may block
   * @return a turn out of turn, on the thread of whoever runs it and under the same conditions
   */
  public Runnable every(Duration interval, Logger log, String failure, Runnable work) {
    var failing = new AtomicBoolean();
    Runnable turn = () -> run(work, failing, log, failure);
    schedules.add(
        executor.scheduleWithFixedDelay(
            turn, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS));
    return turn;
  }

  private void run(Runnable work, AtomicBoolean failing, Logger log, String failure) {
    if (stopped || database.isAway()) {
      return;
    }
    try {
      work.run();
      failing.set(false);
    } catch (RuntimeException e) {
      if (!database.isBehind(e)) {
        log.log(failing.getAndSet(true) ? Logger.Level.DEBUG : Logger.Level.WARN, failure, e);
      }
    }
  }

  /** Whether the node is going away, so that work that has parts ends after the present one. */
  public boolean isStopped() {
    return stopped;
  }

  void stop(@Observes ShutdownEvent event) {
    close();
  }

  /** Begins no turn any more. Does not wait for those under way. */
  @Override
  public void close() {
    stopped = true;
    schedules.forEach(schedule -> schedule.cancel(false));
  }
}
