package dev.laurel.outage;

import io.quarkus.scheduler.FailedExecution;
import io.quarkus.scheduler.SuccessfulExecution;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Logs failing {@code @Scheduled} methods: a warning when a job begins to fail, DEBUG until it has
 * succeeded again. Failures caused by an outage of the database are left to {@link DatabaseWatch};
 * those of jobs in hand while the node stops are at DEBUG, since what they use stops, too.
 *
 * <p>The category is {@code laurel.} and the first word of the job's identity: {@code audit.prune}
 * is logged to {@code laurel.audit}. The scheduler's own messages are switched off. Thread-safe.
 */
@Singleton
public class JobFailures {
  private final DatabaseWatch database;
  private final DatabaseAway databaseAway;
  private final Set<String> failing = ConcurrentHashMap.newKeySet();

  JobFailures(DatabaseWatch database, DatabaseAway databaseAway) {
    this.database = database;
    this.databaseAway = databaseAway;
  }

  /** Notes that the job has succeeded out of turn, so that its next failure is a warning again. */
  public void succeeded(String job) {
    failing.remove(job);
  }

  /** Logs that the job has failed out of turn. */
  public void failed(String job, Throwable failure) {
    if (!database.isCausedByOutage(failure)) {
      var level =
          failing.add(job) && !databaseAway.isStopping() ? Logger.Level.WARN : Logger.Level.DEBUG;
      Logger.getLogger(category(job)).logf(level, failure, "Job %s failed", job);
    }
  }

  void observe(@Observes SuccessfulExecution event) {
    succeeded(event.getExecution().getTrigger().getId());
  }

  void observe(@Observes FailedExecution event) {
    failed(event.getExecution().getTrigger().getId(), event.getException());
  }

  private static String category(String job) {
    return "laurel." + job.substring(0, Math.max(0, job.indexOf('.')));
  }
}
