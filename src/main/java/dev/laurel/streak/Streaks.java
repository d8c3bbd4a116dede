package dev.laurel.streak;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import dev.laurel.notification.Frame;
import dev.laurel.submission.GradedSubmission;
import dev.laurel.submission.GradingFinished;
import dev.laurel.submission.GradingStarted;
import dev.laurel.submission.SubmissionGraded;
import dev.laurel.submission.SubmissionGraded.Part;
import dev.laurel.submission.results.CurrentResults;
import dev.laurel.submission.results.ResultsExpiring;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;

/**
 * Counts consecutive days with a completed exercise; the calendar of its class decides a
 * submission's day. Results may arrive in any order, and a regrade may take a day away.
 */
@ApplicationScoped
public class Streaks {
  private final StreakBatch batch;
  private final CurrentResults currentResults;
  private final Clock clock;

  Streaks(StreakBatch batch, CurrentResults currentResults, Clock clock) {
    this.batch = batch;
    this.currentResults = currentResults;
    this.clock = clock;
  }

  void readAhead(@Observes @Priority(SubmissionGraded.Order.STREAK) GradingStarted started) {
    batch.readAhead(started.users());
  }

  void count(@Observes @Priority(SubmissionGraded.Order.STREAK) SubmissionGraded graded) {
    var submission = graded.submission();
    int before = latestRun(submission.userId());
    graded
        .replaced()
        .filter(replaced -> replaced.completed() && !countsOn(replaced.day(), submission))
        .ifPresent(this::remove);
    if (submission.completed()) {
      add(submission);
    }
    int after = latestRun(submission.userId());
    if (after != before) {
      graded.announce(Part.STREAK, new Frame.StreakUpdate(after, "daily"));
    }
  }

  void flush(@Observes @Priority(SubmissionGraded.Order.STREAK) GradingFinished finished) {
    batch.flush();
  }

  /**
   * The length, in days, of the run that ends with the user's last active day, however long ago
   * that is; so that a week of results which come in late still earns what a streak of 7 does. Only
   * for users of the transaction's submissions.
   */
  public int latestRun(String user) {
    return batch.find(user).map(streak -> streak.current).orElse(0);
  }

  /**
   * The length, in days, of the streak that a user is shown: of the latest run while it can still
   * be continued, and 0 once a whole day has passed without a completed exercise.
   */
  @Transactional
  public int ongoing(String user) {
    return Streak.<Streak>findByIdOptional(user)
        .filter(streak -> !streak.lastDay.isBefore(today(streak).minusDays(1)))
        .map(streak -> streak.current)
        .orElse(0);
  }

  private LocalDate today(Streak streak) {
    return LocalDate.ofInstant(clock.instant(), streak.timeZone);
  }

  private static boolean countsOn(LocalDate day, GradedSubmission submission) {
    return submission.completed() && submission.day().equals(day);
  }

  private void add(GradedSubmission submission) {
    var day = submission.day();
    var user = submission.userId();
    var streak = batch.find(user).orElseGet(() -> Streak.of(user));
    if (streak.lastDay == null || day.isAfter(streak.lastDay)) {
      boolean followsOn = streak.lastDay != null && day.equals(streak.lastDay.plusDays(1));
      streak.current = followsOn ? streak.current + 1 : 1;
      streak.lastDay = day;
      streak.timeZone = submission.timeZone();
      ActiveDay.of(user, day).persist();
      batch.change(streak);
    } else if (!isLastActive(day, streak) && !isActive(day, user)) {
      ActiveDay.of(user, day).persist();
      recount(streak);
    }
  }

  /** Answers for the most frequent day, today, without a query. */
  private static boolean isLastActive(LocalDate day, Streak streak) {
    return streak.current > 0 && day.equals(streak.lastDay);
  }

  private static boolean isActive(LocalDate day, String user) {
    return ActiveDay.findById(new ActiveDay.Key(user, day)) != null;
  }

  private void remove(GradedSubmission replaced) {
    var streak = batch.find(replaced.userId());
    if (streak.isPresent() && !currentResults.completedOn(replaced.userId(), replaced.day())) {
      ActiveDay.<ActiveDay>findByIdOptional(new ActiveDay.Key(replaced.userId(), replaced.day()))
          .filter(active -> !active.kept)
          .ifPresent(ActiveDay::delete);
      recount(streak.get());
    }
  }

  private void recount(Streak streak) {
    batch.change(streak);
    streak.current = 0;
    for (var active : ActiveDay.<ActiveDay>list("userId = ?1 order by day desc", streak.userId)) {
      if (streak.current == 0) {
        streak.lastDay = active.day;
      } else if (!active.day.equals(streak.lastDay.minusDays(streak.current))) {
        return;
      }
      streak.current++;
    }
  }

  /** Keeps days active whose results are about to be deleted. */
  void keepDays(@Observes ResultsExpiring expiring) {
    expiring.results().stream()
        .filter(GradedSubmission::completed)
        .collect(groupingBy(GradedSubmission::userId, mapping(GradedSubmission::day, toSet())))
        .forEach(
            (user, days) ->
                ActiveDay.update("kept = true where userId = ?1 and day in ?2", user, days));
  }
}
