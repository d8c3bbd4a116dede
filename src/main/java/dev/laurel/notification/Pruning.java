package dev.laurel.notification;

import dev.laurel.outage.DatabaseWatch;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Prunes the logs in the background. */
@ApplicationScoped
class Pruning {
  private static final Logger LOG = Logger.getLogger("laurel.notification");

  private final LogPruner pruner;
  private final DatabaseWatch database;
  private final NotificationConfig config;
  private final ScheduledExecutorService executor;
  private final Counter pruned;
  private final Timer runs;
  private ScheduledFuture<?> schedule;
  private volatile boolean stopped;

  Pruning(
      LogPruner pruner,
      DatabaseWatch database,
      NotificationConfig config,
      ScheduledExecutorService executor,
      MeterRegistry meters) {
    this.pruner = pruner;
    this.database = database;
    this.config = config;
    this.executor = executor;
    pruned =
        Counter.builder("laurel.notifications.pruned")
            .description("Entries of logs deleted because they were too old or too many")
            .register(meters);
    runs =
        Timer.builder("laurel.notifications.pruning")
            .description("Searches for logs to prune, with the pruning of what was found")
            .register(meters);
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
      runs.record(() -> pruner.prune(this::count));
    } catch (RuntimeException e) {
      if (!database.isBehind(e)) {
        LOG.warn("logs not pruned", e);
      }
    }
  }

  private boolean count(long entries) {
    pruned.increment(entries);
    return !stopped;
  }
}
