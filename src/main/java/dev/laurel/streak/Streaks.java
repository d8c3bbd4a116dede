package dev.laurel.streak;

import dev.laurel.notification.Frame;
import dev.laurel.submission.CurrentResults;
import dev.laurel.submission.GradedSubmission;
import dev.laurel.submission.SubmissionGraded;
import dev.laurel.submission.SubmissionGraded.Part;
import dev.laurel.submission.SubmissionsArriving;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * Counts consecutive days with a completed problem, each submission's day by the calendar of its
 * class. Results may arrive in any order, and a regrade may take a day away.
 */
@ApplicationScoped
public class Streaks {
  private final OpenStreaks open;
  private final CurrentResults currentResults;
  private final Clock clock;

  Streaks(OpenStreaks open, CurrentResults currentResults, Clock clock) {
    this.open = open;
    this.currentResults = currentResults;
    this.clock = clock;
  }

  void open(@Observes @Priority(SubmissionGraded.Order.STREAK) SubmissionsArriving arriving) {
    Streak.<Streak>list("userId in ?1", arriving.users())
        .forEach(streak -> open.byUser().put(streak.userId, streak));
  }

  void count(@Observes @Priority(SubmissionGraded.Order.STREAK) SubmissionGraded graded) {
    var submission = graded.submission();
    int before = current(submission.userId());
    graded
        .replaced()
        .filter(replaced -> replaced.completed() && !countsOn(replaced.day(), submission))
        .ifPresent(this::remove);
    if (submission.completed()) {
      add(submission);
    }
    int after = current(submission.userId());
    if (after != before) {
      graded.announce(Part.STREAK, new Frame.StreakUpdate(after, "daily"));
    }
  }

  /**
   * The length, in days, of the run that ends with the user's last active day. The user's streak
   * must be open.
   */
  @Transactional(TxType.MANDATORY)
  public int current(String user) {
    var streak = open.byUser().get(user);
    return streak == null ? 0 : streak.current;
  }

  /**
   * The length of the run that lasts today, in days: 0 once a whole day has gone by without a
   * completed problem.
   */
  @Transactional
  public int lasting(String user) {
    return Streak.<Streak>findByIdOptional(user)
        .filter(streak -> !streak.lastDay.isBefore(today(streak).minusDays(1)))
        .map(streak -> streak.current)
        .orElse(0);
  }

  private static boolean countsOn(LocalDate day, GradedSubmission submission) {
    return submission.completed() && submission.day().equals(day);
  }

  private LocalDate today(Streak streak) {
    return LocalDate.ofInstant(clock.instant(), ZoneId.of(streak.timeZone));
  }

  private void add(GradedSubmission submission) {
    var day = submission.day();
    var streak = open.byUser().get(submission.userId());
    if (streak == null) {
      open.byUser().put(submission.userId(), begin(submission));
      ActiveDay.of(submission.userId(), day).persist();
    } else if (day.isAfter(streak.lastDay)) {
      streak.current = day.equals(streak.lastDay.plusDays(1)) ? streak.current + 1 : 1;
      streak.lastDay = day;
      streak.timeZone = submission.timeZone().getId();
      ActiveDay.of(submission.userId(), day).persist();
    } else if (ActiveDay.findById(new ActiveDay.Key(submission.userId(), day)) == null) {
      ActiveDay.of(submission.userId(), day).persist();
      recount(streak);
    }
  }

  private static Streak begin(GradedSubmission submission) {
    var streak = new Streak();
    streak.userId = submission.userId();
    streak.current = 1;
    streak.lastDay = submission.day();
    streak.timeZone = submission.timeZone().getId();
    streak.persist();
    return streak;
  }

  private void remove(GradedSubmission replaced) {
    var streak = open.byUser().get(replaced.userId());
    if (streak != null && !currentResults.completedOn(replaced.userId(), replaced.day())) {
      ActiveDay.deleteById(new ActiveDay.Key(replaced.userId(), replaced.day()));
      recount(streak);
    }
  }

  private static void recount(Streak streak) {
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
}
