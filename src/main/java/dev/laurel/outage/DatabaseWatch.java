package dev.laurel.outage;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSource.FlushMode;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Knows whether the database is there: asks it in regular intervals, on a connection and a thread
 * of its own, which no load takes away. Whoever would need a connection asks here first, so that a
 * database that hangs costs nobody a thread; whoever meets a failure all the same reports it here,
 * and the log has one line for all of them.
 *
 * <p>Thread-safe; no method blocks.
 */
@Startup
@Singleton
public class DatabaseWatch {
  /** For how long nobody must have failed before an outage is over. */
  private static final Duration QUIET = Duration.ofSeconds(3);

  private final AgroalDataSource pool;
  private final Runnable restored;
  private final Outage outage = new Outage("laurel.database", "PostgreSQL");
  private final DatabaseProbe probe;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(DatabaseWatch::thread);
  private final AtomicBoolean checkAsked = new AtomicBoolean();
  private volatile boolean away;
  private volatile long lastFailure;

  @Inject
  DatabaseWatch(
      AgroalDataSource pool,
      DatabaseConfig config,
      Event<DatabaseRestored> restored,
      MeterRegistry meters)
      throws SQLException {
    this(pool, config, () -> restored.fireAsync(new DatabaseRestored()), meters);
  }

  /**
   * @param restored called on the thread of the watch, which it must not block
   */
  DatabaseWatch(
      AgroalDataSource pool, DatabaseConfig config, Runnable restored, MeterRegistry meters)
      throws SQLException {
    Gauge.builder("laurel.database.away", this, watch -> watch.isAway() ? 1 : 0)
        .description("1 while PostgreSQL does not answer")
        .register(meters);
    this.pool = pool;
    this.restored = restored;
    this.probe = new DatabaseProbe(pool, config.checkTimeout());
    long interval = config.checkInterval().toNanos();
    thread.scheduleWithFixedDelay(this::check, interval, interval, TimeUnit.NANOSECONDS);
  }

  private static Thread thread(Runnable task) {
    var thread = new Thread(task, "laurel-database-watch");
    thread.setDaemon(true);
    return thread;
  }

  /** Whether the database did not answer when it was last asked. */
  public boolean isAway() {
    return away;
  }

  /**
   * Takes in what somebody's use of the database came to.
   *
   * @return whether the database was away, or had no time; if not, the failure is for the caller to
   *     log
   */
  public boolean isBehind(Throwable failure) {
    var behind = LostDatabase.behind(failure);
    if (behind.isEmpty()) {
      return false;
    }
    failed(behind.get());
    if (checkAsked.compareAndSet(false, true)) {
      thread.execute(this::check);
    }
    return true;
  }

  private void failed(Throwable failure) {
    lastFailure = System.nanoTime();
    outage.begin(failure);
  }

  private void check() {
    checkAsked.set(false);
    try {
      probe.ask();
      answered();
    } catch (SQLException | RuntimeException e) {
      silent(e);
    }
  }

  private void silent(Exception failure) {
    failed(failure);
    if (!away) {
      away = true;
      // Whoever waits on one of these waits in vain; its thread is needed.
      pool.flush(FlushMode.ALL);
    }
  }

  private void answered() {
    if (outage.isOn()) {
      pool.flush(FlushMode.INVALID);
    }
    if (away) {
      away = false;
      restored.run();
    }
    // It answers us, though perhaps not everybody yet.
    if (outage.isOn() && System.nanoTime() - lastFailure > QUIET.toNanos()) {
      outage.end();
    }
  }

  @PreDestroy
  void close() {
    thread.shutdownNow();
    probe.close();
  }
}
