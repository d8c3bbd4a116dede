package dev.laurel.notification.retention;

import dev.laurel.notification.NotificationConfig;
import dev.laurel.outage.DatabaseSchedule;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/** Prunes the logs in the background. */
@ApplicationScoped
public class LogPruning {
  private static final Logger LOG = Logger.getLogger("laurel.notification");

  private final LogPruner pruner;
  private final DatabaseSchedule schedule;
  private final NotificationConfig config;
  private final Counter pruned;
  private final Timer runs;

  LogPruning(
      LogPruner pruner,
      DatabaseSchedule schedule,
      NotificationConfig config,
      MeterRegistry meters) {
    this.pruner = pruner;
    this.schedule = schedule;
    this.config = config;
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
    schedule.every(config.pruneInterval(), LOG, "logs not pruned", this::prune);
  }

  private void prune() {
    runs.record(() -> pruner.prune(this::count));
  }

  private boolean count(long entries) {
    pruned.increment(entries);
    return !schedule.isStopped();
  }
}
