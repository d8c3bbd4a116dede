package dev.laurel.streak;

import static java.util.stream.Collectors.toSet;

import dev.laurel.rehearsal.UserStates;
import dev.laurel.submission.GradedSubmission;
import dev.laurel.submission.GradingFinished;
import dev.laurel.submission.GradingStarted;
import dev.laurel.submission.SubmissionGraded;
import dev.laurel.submission.SubmissionGraded.Part;
import dev.laurel.submission.SubmissionRequest;
import dev.laurel.submission.results.ResultsExpiring;
import dev.laurel.submission.results.UsersRecounted;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Counts consecutive days with a completed exercise, by the calendar of each class of the user. The
 * longest run that has not lapsed is the streak. Results may arrive in any order, and a regrade may
 * take a day away.
 */
@ApplicationScoped
public class Streaks {
  private final StreakBatch batch;
  private final StreakCount count;
  private final Work work;
  private final Clock clock;

  Streaks(StreakBatch batch, StreakCount count, Work work, Clock clock) {
    this.batch = batch;
    this.count = count;
    this.work = work;
    this.clock = clock;
  }

  void readAhead(@Observes @Priority(SubmissionGraded.Order.STREAK) GradingStarted started) {
    count.readAhead(started.users(), started.enrolments());
    // Now, while no result of this transaction waits to be written.
    work.readAhead(
        started.requests().stream()
            .filter(this::isLate)
            .map(request -> request.user().id())
            .collect(toSet()));
  }

  private boolean isLate(SubmissionRequest request) {
    var runs = batch.of(request.user().id());
    return Stream.of(request.submittedAt(), request.gradedAt())
        .filter(Objects::nonNull)
        .findFirst()
        .filter(runs::areAfter)
        .isPresent();
  }

  void count(@Observes @Priority(SubmissionGraded.Order.STREAK) SubmissionGraded graded) {
    if (graded.isRecounted()) {
      return;
    }
    var submission = graded.submission();
    var user = submission.userId();
    var before = batch.of(user).latest().map(Run::display);
    var replaced = graded.replaced().filter(GradedSubmission::completed);
    if (graded.results().stream().anyMatch(result -> result.balance() != null)) {
      work.forget(user);
      if (submission.balance() != null) {
        work.add(submission);
      }
      count.recount(user);
    } else if (replaced.filter(old -> !isAsBefore(old, submission)).isPresent()) {
      work.forget(user);
      if (submission.completed()) {
        work.of(user).add(submission.submittedAt());
      }
      count.recount(user);
    } else if (replaced.isEmpty() && submission.completed()) {
      count.add(user, submission.submittedAt());
    }
    var after = batch.of(user).latest();
    // A new run of the same length is announced too: a page shows 0 since the one before has
    // lapsed.
    if (!after.map(Run::display).equals(before)) {
      graded.announce(Part.STREAK, StreakFrames.of(after, count.now()));
    }
  }

  private static boolean isAsBefore(GradedSubmission replaced, GradedSubmission submission) {
    return submission.completed() && submission.submittedAt().equals(replaced.submittedAt());
  }

  /** Counts once for all results of a user that are withdrawn together. */
  void recount(@Observes @Priority(SubmissionGraded.Order.STREAK) UsersRecounted recounted) {
    if (recounted.cause() == UsersRecounted.Cause.WITHDRAWAL) {
      for (var user : recounted.users()) {
        work.forget(user);
        count.recount(user);
      }
      batch.flush();
    }
  }

  void flush(@Observes @Priority(SubmissionGraded.Order.STREAK) GradingFinished finished) {
    batch.flush();
  }

  /**
   * The length, in days, of the longest run that what this transaction has counted belongs to,
   * however long ago that is; so that a week of results which come in late still earns what a
   * streak of 7 does. Only for users of the transaction.
   */
  public int longestRun(String user) {
    return count.longest(user);
  }

  /** The streak that a user is shown: the longest run that can still be continued. */
  @Transactional
  public OngoingStreak ongoing(String user) {
    var now = clock.instant();
    return Streak.of(user)
        .streak(now)
        .map(run -> OngoingStreak.of(run, now))
        .orElse(OngoingStreak.NONE);
  }

  /** Says how long streaks are, in rehearsals. */
  void add(@Observes UserStates states) {
    batch.readAhead(states.users());
    var now = clock.instant();
    for (var user : states.users()) {
      states.setStreak(user, batch.of(user).streak(now).map(Run::days).orElse(0));
    }
  }

  /** Keeps, of results about to be deleted, when the user worked. */
  void keepWork(@Observes ResultsExpiring expiring) {
    batch.keepWork(expiring.results().stream().filter(GradedSubmission::completed).toList());
  }
}
