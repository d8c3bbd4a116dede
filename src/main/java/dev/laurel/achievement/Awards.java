package dev.laurel.achievement;

import static java.util.stream.Collectors.toSet;

import dev.laurel.achievement.criterion.Criterion;
import dev.laurel.notification.Frame;
import dev.laurel.points.PointsLedger;
import dev.laurel.submission.GradingFinished;
import dev.laurel.submission.GradingStarted;
import dev.laurel.submission.Kind;
import dev.laurel.submission.SubmissionGraded;
import dev.laurel.submission.SubmissionGraded.Part;
import dev.laurel.submission.SubmissionRequest;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Awards achievements, each at most once to a user, in the transaction of the submission that
 * earned them, or of the recount that found them met. Reads results only where a criterion that
 * needs them may be met.
 */
@ApplicationScoped
class Awards {
  private final Definitions definitions;
  private final AwardBatch batch;
  private final PointsLedger ledger;

  Awards(Definitions definitions, AwardBatch batch, PointsLedger ledger) {
    this.definitions = definitions;
    this.batch = batch;
    this.ledger = ledger;
  }

  void readAhead(@Observes @Priority(SubmissionGraded.Order.ACHIEVEMENTS) GradingStarted started) {
    batch.read(definitions.goals(started.classIds()), started.users(), started.enrolments());
    readResults(started.requests());
  }

  private void readResults(List<SubmissionRequest> requests) {
    var counting = batch.goals().stream().filter(goal -> goal.criterion().needsResults()).toList();
    var users = new HashSet<String>();
    var classIds = new HashSet<Optional<String>>();
    for (var goal : counting) {
      for (var request : requests) {
        var user = request.user().id();
        if (batch.isOpen(user, goal) && goal.criterion().mayBeMetBy(request)) {
          users.add(user);
          goal.criterion()
              .counts()
              .filter(Criterion::needsResults)
              .forEach(count -> classIds.add(Optional.ofNullable(count.narrowing().classId())));
        }
      }
    }
    if (!users.isEmpty()) {
      batch.readResults(
          users,
          classIds.contains(Optional.<String>empty())
              ? Set.of()
              : classIds.stream().flatMap(Optional::stream).collect(toSet()));
    }
  }

  void award(@Observes @Priority(SubmissionGraded.Order.ACHIEVEMENTS) SubmissionGraded graded) {
    var submission = graded.submission();
    if (submission.kind() == Kind.standing) {
      // The other back end reports its achievements, too.
      return;
    }
    batch.add(submission);
    award(
        submission.userId(),
        any -> submission.submittedAt(),
        frame -> graded.announce(Part.ACHIEVEMENTS, frame),
        graded::achieved);
  }

  /**
   * Awards what a user meets now, whose standings and streak must be read.
   *
   * @param at when the user did what met an achievement
   */
  void award(
      String user,
      Function<Goal, Instant> at,
      Consumer<Frame> frames,
      Consumer<String> achievements) {
    // The points of one achievement may meet the criterion of another.
    for (var next = next(user); next.isPresent(); next = next(user)) {
      var definition = next.get().definition();
      var earned = batch.award(user, definition, at.apply(next.get()));
      achievements.accept(definition.id());
      frames.accept(
          new Frame.AchievementEarned(
              definition.earned(earned.earnedAt), definition.points(), null));
      ledger.credit(
          user, definition.points(), earned.earnedAt, definition.id(), definition.name(), frames);
    }
  }

  private Optional<Goal> next(String user) {
    return batch.goals().stream()
        .filter(goal -> batch.isOpen(user, goal) && batch.isMet(user, goal))
        .findFirst();
  }

  void flush(@Observes @Priority(SubmissionGraded.Order.ACHIEVEMENTS) GradingFinished finished) {
    batch.flush();
  }
}
