package dev.laurel.streak;

import dev.laurel.course.Enrolments;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Set;

/**
 * All runs of users, counted from scratch by their calendars as they are now. Afterwards {@link
 * Streaks#longestRun} knows the longest of all time.
 */
@ApplicationScoped
public class StreakHistory {
  private final StreakCount count;

  StreakHistory(StreakCount count) {
    this.count = count;
  }

  /**
   * Counts, in the current transaction. Blocks.
   *
   * @param users who are locked
   * @param enrolments all their memberships
   */
  public void load(Set<String> users, Enrolments enrolments) {
    count.countAllRuns(users, enrolments);
  }

  /** The longest run that a user, who must be loaded, had until a moment. */
  public int longestUntil(String user, Instant moment) {
    return count.longestUntil(user, moment);
  }
}
