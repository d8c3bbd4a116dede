package dev.laurel.security;

import dev.laurel.outage.DatabaseWatch;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Deletes old entries of the audit log in the background. */
@ApplicationScoped
class AuditPruning {
  private static final Logger LOG = Logger.getLogger("laurel.audit");
  private static final int CHUNK = 1_000;

  private final AuditLog log;
  private final AuditConfig config;
  private final DatabaseWatch database;
  private final Clock clock;
  private final ScheduledExecutorService executor;
  private ScheduledFuture<?> schedule;
  private volatile boolean stopped;

  AuditPruning(
      AuditLog log,
      AuditConfig config,
      DatabaseWatch database,
      Clock clock,
      ScheduledExecutorService executor) {
    this.log = log;
    this.config = config;
    this.database = database;
    this.clock = clock;
    this.executor = executor;
  }

  void start(@Observes StartupEvent event) {
    long interval = config.pruneInterval().toMillis();
    schedule =
        executor.scheduleWithFixedDelay(this::run, interval, interval, TimeUnit.MILLISECONDS);
  }

  void stop(@Observes ShutdownEvent event) {
    stopped = true;
    schedule.cancel(false);
  }

  private void run() {
    if (database.isAway()) {
      return;
    }
    try {
      prune();
    } catch (RuntimeException e) {
      if (!database.isBehind(e)) {
        LOG.warn("audit log not pruned", e);
      }
    }
  }

  /** Deletes what is too old, in parts. Blocks. */
  void prune() {
    var horizon = clock.instant().minus(config.retention());
    int deleted = CHUNK;
    while (deleted == CHUNK && !stopped) {
      deleted = log.prune(horizon, CHUNK);
    }
  }
}
