package dev.laurel.outage;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.ScheduledExecution;
import jakarta.inject.Singleton;

/**
 * Skips executions of {@code @Scheduled} methods whose work depends on the time, such as closing,
 * freezing and pruning: {@code skipExecutionIf = ClockWrong.class}. They are skipped while the
 * node's clock is far from the database's, while nothing is known of that, and whenever {@link
 * DatabaseAway} skips. Thread-safe.
 */
@Singleton
public class ClockWrong implements Scheduled.SkipPredicate {
  private final DatabaseAway databaseAway;
  private final DatabaseClock clock;

  ClockWrong(DatabaseAway databaseAway, DatabaseClock clock) {
    this.databaseAway = databaseAway;
    this.clock = clock;
  }

  @Override
  public boolean test(ScheduledExecution execution) {
    return isSkipping();
  }

  /** True if no work that depends on the time begins now. */
  public boolean isSkipping() {
    return databaseAway.isSkipping() || !clock.isRead() || clock.isFarFromMachine();
  }
}
