package dev.laurel.submission.results;

import dev.laurel.outage.DatabaseSchedule;
import dev.laurel.submission.SubmissionConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Prunes results in the background, where they are not kept forever. */
@ApplicationScoped
class SubmissionPruning {
  private static final Logger LOG = Logger.getLogger("laurel.submission");

  /** Results deleted at once, while their user is locked. */
  private static final int CHUNK = 500;

  private final SubmissionPruner pruner;
  private final SubmissionConfig config;
  private final DatabaseSchedule schedule;
  private final Clock clock;
  private final Counter pruned;

  SubmissionPruning(
      SubmissionPruner pruner,
      SubmissionConfig config,
      DatabaseSchedule schedule,
      Clock clock,
      MeterRegistry meters) {
    this.pruner = pruner;
    this.config = config;
    this.schedule = schedule;
    this.clock = clock;
    pruned =
        Counter.builder("laurel.submissions.pruned")
            .description("Submissions of which nothing is kept any more since they are too old")
            .register(meters);
  }

  void start(@Observes StartupEvent event) {
    config
        .retention()
        .ifPresent(
            retention ->
                schedule.every(
                    config.pruneInterval(), LOG, "submissions not pruned", () -> prune(retention)));
  }

  private void prune(Duration retention) {
    pruner.prune(clock.instant().minus(retention), CHUNK, this::count);
  }

  private boolean count(int submissions) {
    pruned.increment(submissions);
    return !schedule.isStopped();
  }
}
