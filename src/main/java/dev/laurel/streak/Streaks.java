package dev.laurel.streak;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;
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
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Counts consecutive days with a completed exercise. A user's days are those of one calendar: of
 * the class in which the run of days began. Results may arrive in any order, and a regrade may take
 * a day away.
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
    var before = Run.of(batch.find(submission.userId()));
    graded.replaced().filter(GradedSubmission::completed).ifPresent(old -> remove(old, submission));
    if (submission.completed()) {
      add(submission);
    }
    var after = Run.of(batch.find(submission.userId()));
    // A new run of the same length is news too: a page shows 0 since the one before has lapsed.
    if (!after.equals(before)) {
      graded.announce(Part.STREAK, new Frame.StreakUpdate(after.days(), "daily"));
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

  /** The streak that a user is shown: the latest run, while it can still be continued. */
  @Transactional
  public OngoingStreak ongoing(String user) {
    return Streak.<Streak>findByIdOptional(user)
        .filter(streak -> streak.current > 0 && clock.instant().isBefore(streak.lapsesAt()))
        .map(streak -> new OngoingStreak(streak.current, streak.lapsesAt()))
        .orElse(OngoingStreak.NONE);
  }

  private record Run(int days, LocalDate lastDay) {
    static Run of(Optional<Streak> streak) {
      return streak.map(found -> new Run(found.current, found.lastDay)).orElse(new Run(0, null));
    }
  }

  private void add(GradedSubmission submission) {
    var user = submission.userId();
    var streak = batch.find(user).orElseGet(() -> Streak.of(user));
    if (streak.lastDay == null || decidesCalendar(submission, streak)) {
      adoptCalendar(submission, streak);
    }
    var day = streak.dayOf(submission.submittedAt());
    if (streak.lastDay == null || day.isAfter(streak.lastDay)) {
      boolean follows = streak.lastDay != null && day.equals(streak.lastDay.plusDays(1));
      streak.current = follows ? streak.current + 1 : 1;
      streak.lastDay = day;
      ActiveDay.of(user, day).persist();
      batch.change(streak);
    } else if (!isLastActive(day, streak)
        && ActiveDay.findById(new ActiveDay.Key(user, day)) == null) {
      ActiveDay.of(user, day).persist();
      recount(streak);
    }
  }

  /**
   * True if a user's calendar becomes that of the submission's class: when it is the first class,
   * when the class's time zone was changed, and when a new run begins with work in another class.
   */
  private static boolean decidesCalendar(GradedSubmission submission, Streak streak) {
    var classId = submission.classId();
    if (Objects.equals(classId, streak.classId)) {
      return !submission.timeZone().equals(streak.timeZone);
    }
    return classId != null
        && (streak.classId == null
            || streak.dayOf(submission.submittedAt()).isAfter(streak.lastDay.plusDays(1)));
  }

  /** Takes over the class's calendar. If its time zone is another, all days are found anew. */
  private void adoptCalendar(GradedSubmission submission, Streak streak) {
    var before = streak.timeZone;
    streak.classId = submission.classId();
    streak.timeZone = submission.timeZone();
    batch.change(streak);
    if (before != null && !before.equals(streak.timeZone)) {
      var days =
          currentResults
              .completedAt(streak.userId)
              .map(streak::dayOf)
              .collect(toCollection(HashSet::new));
      for (var active : ActiveDay.<ActiveDay>list("userId", streak.userId)) {
        if (!days.remove(active.day) && !active.kept) {
          active.delete();
        }
      }
      days.forEach(day -> ActiveDay.of(streak.userId, day).persist());
      recount(streak);
    }
  }

  /** Answers for the most frequent day, today, without a query. */
  private static boolean isLastActive(LocalDate day, Streak streak) {
    return streak.current > 0 && day.equals(streak.lastDay);
  }

  private void remove(GradedSubmission replaced, GradedSubmission submission) {
    var found = batch.find(replaced.userId());
    if (found.isEmpty()) {
      return;
    }
    var streak = found.get();
    var day = streak.dayOf(replaced.submittedAt());
    boolean stays = submission.completed() && day.equals(streak.dayOf(submission.submittedAt()));
    if (!stays
        && !currentResults.completedBetween(
            streak.userId, streak.startOf(day), streak.startOf(day.plusDays(1)))) {
      ActiveDay.<ActiveDay>findByIdOptional(new ActiveDay.Key(streak.userId, day))
          .filter(active -> !active.kept)
          .ifPresent(ActiveDay::delete);
      recount(streak);
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
        .collect(
            groupingBy(GradedSubmission::userId, mapping(GradedSubmission::submittedAt, toSet())))
        .forEach(Streaks::keepDays);
  }

  private static void keepDays(String user, Set<Instant> moments) {
    Streak.<Streak>findByIdOptional(user)
        .ifPresent(
            streak ->
                ActiveDay.update(
                    "kept = true where userId = ?1 and day in ?2",
                    user,
                    moments.stream().map(streak::dayOf).collect(toSet())));
  }
}
