package dev.laurel.outage;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.ScheduledExecution;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Skips executions of {@code @Scheduled} methods while the database is away, and from the moment
 * the node begins to stop: {@code skipExecutionIf = DatabaseAway.class}. Thread-safe.
 */
@Singleton
public class DatabaseAway implements Scheduled.SkipPredicate {
  private final DatabaseWatch database;
  private volatile boolean stopping;

  DatabaseAway(DatabaseWatch database) {
    this.database = database;
  }

  @Override
  public boolean test(ScheduledExecution execution) {
    return isSkipping();
  }

  /** True if no job begins now. Jobs that also run out of turn ask before they do. */
  public boolean isSkipping() {
    return stopping || database.isAway();
  }

  /** True if the node is stopping, so that a job of many parts ends after the present one. */
  public boolean isStopping() {
    return stopping;
  }

  void stop(@Observes ShutdownEvent event) {
    stopping = true;
  }
}
