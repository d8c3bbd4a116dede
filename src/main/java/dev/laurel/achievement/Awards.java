package dev.laurel.achievement;

import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.standing.Standings;
import dev.laurel.notification.Frame;
import dev.laurel.points.PointsLedger;
import dev.laurel.streak.Streaks;
import dev.laurel.streak.StreaksRecounted;
import dev.laurel.submission.GradingFinished;
import dev.laurel.submission.GradingStarted;
import dev.laurel.submission.SubmissionGraded;
import dev.laurel.submission.SubmissionGraded.Part;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Awards achievements, each at most once to a user, in the transaction of the submission that
 * earned them, or of the recount of streaks.
 */
@ApplicationScoped
class Awards {
  private final AwardBatch batch;
  private final Standings standings;
  private final Streaks streaks;
  private final PointsLedger ledger;
  private final Clock clock;

  Awards(AwardBatch batch, Standings standings, Streaks streaks, PointsLedger ledger, Clock clock) {
    this.batch = batch;
    this.standings = standings;
    this.streaks = streaks;
    this.ledger = ledger;
    this.clock = clock;
  }

  void readAhead(@Observes @Priority(SubmissionGraded.Order.ACHIEVEMENTS) GradingStarted started) {
    batch.readAhead(started.users());
  }

  void award(@Observes @Priority(SubmissionGraded.Order.ACHIEVEMENTS) SubmissionGraded graded) {
    var submission = graded.submission();
    award(
        submission.userId(),
        submission.submittedAt(),
        frame -> graded.announce(Part.ACHIEVEMENTS, frame),
        graded::achieved);
  }

  /** Awards what longer streaks have met. Nobody loses an award whose streak became shorter. */
  void award(@Observes StreaksRecounted recounted) {
    batch.readAhead(recounted.users());
    standings.load(recounted.users(), recounted.enrolments());
    for (var user : recounted.users()) {
      award(user, clock.instant(), frame -> recounted.announce(user, frame), achievement -> {});
    }
    batch.flush();
    standings.flush();
  }

  /**
   * @param at when the user did what met the criteria
   */
  private void award(
      String user, Instant at, Consumer<Frame> frames, Consumer<String> achievements) {
    // The points of one achievement may meet the criterion of another.
    for (var next = next(user); next.isPresent(); next = next(user)) {
      var definition = next.get();
      var earned = EarnedAchievement.of(user, definition.id());
      earned.points = definition.points();
      earned.earnedAt = clock.instant().truncatedTo(ChronoUnit.MILLIS);
      batch.change(earned);
      achievements.accept(definition.id());
      frames.accept(
          new Frame.AchievementEarned(definition.earned(earned.earnedAt), definition.points()));
      ledger.credit(user, definition.points(), at, "achievement", frames);
    }
  }

  private Optional<Definition> next(String user) {
    var progress = new Progress(standings.loadedTally(Board.GLOBAL, user), streaks.latestRun(user));
    return batch.definitions().stream()
        .filter(definition -> definition.isMetBy(progress))
        .filter(
            definition -> batch.find(new EarnedAchievement.Key(user, definition.id())).isEmpty())
        .findFirst();
  }

  void flush(@Observes @Priority(SubmissionGraded.Order.ACHIEVEMENTS) GradingFinished finished) {
    batch.flush();
  }
}
