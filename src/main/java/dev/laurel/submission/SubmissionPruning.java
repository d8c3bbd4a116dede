package dev.laurel.submission;

import dev.laurel.outage.DatabaseWatch;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Prunes results in the background, where they are not kept forever. */
@ApplicationScoped
class SubmissionPruning {
  private static final Logger LOG = Logger.getLogger("laurel.submission");

  private final SubmissionPruner pruner;
  private final SubmissionConfig config;
  private final DatabaseWatch database;
  private final Clock clock;
  private final ScheduledExecutorService executor;
  private final Counter pruned;
  private ScheduledFuture<?> schedule;
  private volatile boolean stopped;

  SubmissionPruning(
      SubmissionPruner pruner,
      SubmissionConfig config,
      DatabaseWatch database,
      Clock clock,
      ScheduledExecutorService executor,
      MeterRegistry meters) {
    this.pruner = pruner;
    this.config = config;
    this.database = database;
    this.clock = clock;
    this.executor = executor;
    pruned =
        Counter.builder("laurel.submissions.pruned")
            .description("Submissions of which nothing is kept any more since they are too old")
            .register(meters);
  }

  void start(@Observes StartupEvent event) {
    config.retention().ifPresent(this::schedule);
  }

  private void schedule(Duration retention) {
    long interval = config.pruneInterval().toMillis();
    schedule =
        executor.scheduleWithFixedDelay(
            () -> run(retention), interval, interval, TimeUnit.MILLISECONDS);
  }

  void stop(@Observes ShutdownEvent event) {
    stopped = true;
    if (schedule != null) {
      schedule.cancel(false);
    }
  }

  private void run(Duration retention) {
    if (database.isAway()) {
      return;
    }
    try {
      pruner.prune(clock.instant().minus(retention), config.pruneChunk(), this::count);
    } catch (RuntimeException e) {
      if (!database.isBehind(e)) {
        LOG.warn("submissions not pruned", e);
      }
    }
  }

  private boolean count(int submissions) {
    pruned.increment(submissions);
    return !stopped;
  }
}
