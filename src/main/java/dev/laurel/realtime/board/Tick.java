package dev.laurel.realtime.board;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;

/**
 * Runs a task after requests for it, never twice at once. Requests made before a run begins share
 * it; a request made during a run leads to another one. Thread-safe.
 */
final class Tick {
  private final ScheduledExecutorService executor;
  private final Runnable task;
  private final LongUnaryOperator interval;
  private boolean requested;
  private boolean scheduled;
  private long notBefore = System.nanoTime();

  /**
   * @param task runs on a worker thread and may block
   * @param interval the least time from the start of a run to the start of the next, by the time
   *     the run took; both in nanoseconds
   */
  Tick(ScheduledExecutorService executor, Runnable task, LongUnaryOperator interval) {
    this.executor = executor;
    this.task = task;
    this.interval = interval;
  }

  synchronized void request() {
    requested = true;
    schedule();
  }

  private void schedule() {
    if (requested && !scheduled) {
      scheduled = true;
      long delay = Math.max(0, notBefore - System.nanoTime());
      executor.schedule(this::run, delay, TimeUnit.NANOSECONDS);
    }
  }

  private void run() {
    long start = System.nanoTime();
    synchronized (this) {
      requested = false;
    }
    try {
      task.run();
    } finally {
      synchronized (this) {
        notBefore = start + interval.applyAsLong(System.nanoTime() - start);
        scheduled = false;
        schedule();
      }
    }
  }
}
