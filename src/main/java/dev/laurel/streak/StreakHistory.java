package dev.laurel.streak;

import dev.laurel.course.Enrolments;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;

/**
 * All runs of users, counted from scratch by their calendars as they are now. Afterwards {@link
 * Streaks#longestRun} knows the longest of all time.
 */
@ApplicationScoped
public class StreakHistory {
  /**
   * A run of days.
   *
   * @param days 0 without any work
   * @param lastDay null without any work
   * @param longest of all time
   */
  public record ClassRun(int days, LocalDate lastDay, int longest) {}

  private final StreakCount count;
  private final StreakBatch batch;
  private final Work work;

  StreakHistory(StreakCount count, StreakBatch batch, Work work) {
    this.count = count;
    this.batch = batch;
    this.work = work;
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

  /** The run of a user, who must be loaded, by the calendar of a class. */
  public ClassRun run(String user, String classId) {
    return batch.of(user).all().stream()
        .filter(run -> run.classId().equals(classId))
        .findFirst()
        .map(run -> new ClassRun(run.days(), run.lastDay(), count.longest(user)))
        .orElseGet(() -> new ClassRun(0, null, count.longest(user)));
  }

  /**
   * Counts the runs of users anew and stores them, in the current transaction. Notifies nobody.
   *
   * @param users who are locked
   * @param enrolments all their memberships
   */
  public void recount(Set<String> users, Enrolments enrolments) {
    count.readAhead(users, enrolments);
    work.readAhead(users);
    users.forEach(count::recount);
    batch.flush();
  }

  /** The longest run that a user, who must be loaded, had until a moment. */
  public int longestUntil(String user, Instant moment) {
    return count.longestUntil(user, moment);
  }
}
