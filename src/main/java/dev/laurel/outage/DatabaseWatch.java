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
import org.jboss.logging.Logger;

/**
 * Knows whether the database answers and can be written to: queries it at intervals, on a
 * connection and a thread of its own, which load on the service cannot occupy. Callers check here
 * before they wait for a connection, so that a hanging database blocks no threads. They report
 * their failures here too, so that an outage is logged once.
 *
 * <p>Thread-safe; no method blocks.
 */
@Startup
@Singleton
public class DatabaseWatch {
  private static final Duration CHECK_INTERVAL = Duration.ofSeconds(1);
  private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(3);

  private static final Logger LOG = Logger.getLogger("laurel.database");

  private final AgroalDataSource pool;
  private final Runnable restored;
  private final Outage outage = new Outage("laurel.database", "PostgreSQL", Outage.QUIET);
  private final DatabaseClock clock;
  private final DatabaseProbe probe;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(DatabaseWatch::thread);
  private final AtomicBoolean checkAsked = new AtomicBoolean();
  private volatile boolean away;
  private volatile boolean readOnly;
  private boolean clockFar;

  @Inject
  DatabaseWatch(
      AgroalDataSource pool,
      DatabaseClock clock,
      Event<DatabaseRestored> restored,
      MeterRegistry meters)
      throws SQLException {
    this(
        pool,
        clock,
        CHECK_INTERVAL,
        CHECK_TIMEOUT,
        () -> restored.fireAsync(new DatabaseRestored()),
        meters);
    // All rooms tell the time by the database's clock.
    check();
  }

  /**
   * @param timeout in whole seconds
   * @param restored called when the database answers again, on the watch's thread, which it must
   *     not block
   */
  DatabaseWatch(
      AgroalDataSource pool,
      DatabaseClock clock,
      Duration interval,
      Duration timeout,
      Runnable restored,
      MeterRegistry meters)
      throws SQLException {
    Gauge.builder("laurel.database.away", this, watch -> watch.isAway() ? 1 : 0)
        .description("1 while PostgreSQL does not answer")
        .register(meters);
    Gauge.builder("laurel.clock.ahead", clock, of -> of.machineAhead().toMillis() / 1_000.0)
        .description("Seconds by which the node's clock is ahead of PostgreSQL's")
        .baseUnit("seconds")
        .register(meters);
    this.pool = pool;
    this.clock = clock;
    this.restored = restored;
    this.probe = new DatabaseProbe(pool, timeout, clock);
    thread.scheduleWithFixedDelay(
        this::check, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
  }

  private static Thread thread(Runnable task) {
    var thread = new Thread(task, "laurel-database-watch");
    thread.setDaemon(true);
    return thread;
  }

  /** True if the database did not answer when it was last asked. */
  public boolean isAway() {
    return away;
  }

  /** True if the database, which answers, refused to write since its disk is full. */
  public boolean isOutOfSpace(Throwable failure) {
    return LostDatabase.isOutOfSpace(failure);
  }

  /**
   * Reports a failed use of the database.
   *
   * @return whether an unavailable or overloaded database caused it; otherwise the caller logs it
   */
  public boolean isCausedByOutage(Throwable failure) {
    var cause = LostDatabase.find(failure);
    if (cause.isEmpty()) {
      return false;
    }
    readOnly |= LostDatabase.isReadOnly(cause.get());
    outage.failed(cause.get());
    if (checkAsked.compareAndSet(false, true)) {
      thread.execute(this::check);
    }
    return true;
  }

  private void check() {
    checkAsked.set(false);
    try {
      probe.ask();
      answered();
    } catch (SQLException | RuntimeException e) {
      silent(e);
    }
    compareClocks();
  }

  private void silent(Exception failure) {
    outage.failed(failure);
    if (!away) {
      away = true;
      // Threads that wait on these connections would wait in vain.
      pool.flush(FlushMode.ALL);
    }
  }

  private void answered() {
    if (away || readOnly) {
      // Sessions that began before this moment may be read-only for as long as they live.
      readOnly = false;
      pool.flush(FlushMode.GRACEFUL);
    } else if (outage.isOn()) {
      pool.flush(FlushMode.INVALID);
    }
    if (away) {
      away = false;
      restored.run();
    }
    // The watch gets an answer, but other connections may still fail.
    outage.worked();
  }

  private void compareClocks() {
    if (clockFar == clock.isFarFromMachine()) {
      return;
    }
    clockFar = !clockFar;
    if (clockFar) {
      LOG.warnf(
          "The node's clock is %d s ahead of PostgreSQL's: not ready, and no job runs that depends on the time",
          clock.machineAhead().toSeconds());
    } else {
      LOG.info("The node's clock agrees with PostgreSQL's again");
    }
  }

  @PreDestroy
  void close() {
    thread.shutdownNow();
    probe.close();
  }
}
