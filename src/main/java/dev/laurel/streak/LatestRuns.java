package dev.laurel.streak;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** Reads the streaks of users for {@link Streaks#latestRun} where nothing is being graded. */
@ApplicationScoped
public class LatestRuns {
  private final StreakBatch batch;

  LatestRuns(StreakBatch batch) {
    this.batch = batch;
  }

  /** Reads the streaks of users, in one query of the current transaction. Blocks. */
  public void load(Set<String> users) {
    batch.readAhead(users);
  }
}
