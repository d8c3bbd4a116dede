package dev.laurel.achievement;

import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.standing.Standings;
import dev.laurel.notification.Frame;
import dev.laurel.points.PointsLedger;
import dev.laurel.streak.Streaks;
import dev.laurel.submission.GradingFinished;
import dev.laurel.submission.GradingStarted;
import dev.laurel.submission.SubmissionGraded;
import dev.laurel.submission.SubmissionGraded.Part;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Awards achievements, each at most once to a user, in the transaction of the submission that
 * earned them.
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
    // The points of one achievement may meet the criterion of another.
    for (var next = next(graded); next.isPresent(); next = next(graded)) {
      award(graded, next.get());
    }
  }

  private Optional<Definition> next(SubmissionGraded graded) {
    var user = graded.submission().userId();
    var progress = new Progress(standings.loadedTally(Board.GLOBAL, user), streaks.latestRun(user));
    return batch.definitions().stream()
        .filter(definition -> definition.isMetBy(progress))
        .filter(
            definition -> batch.find(new EarnedAchievement.Key(user, definition.id())).isEmpty())
        .findFirst();
  }

  private void award(SubmissionGraded graded, Definition definition) {
    var earned = EarnedAchievement.of(graded.submission().userId(), definition.id());
    earned.points = definition.points();
    earned.earnedAt = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    batch.change(earned);
    graded.achieved(definition.id());
    graded.announce(
        Part.ACHIEVEMENTS,
        new Frame.AchievementEarned(definition.earned(earned.earnedAt), definition.points()));
    ledger.credit(graded, Part.ACHIEVEMENTS, definition.points(), "achievement");
  }

  void flush(@Observes @Priority(SubmissionGraded.Order.ACHIEVEMENTS) GradingFinished finished) {
    batch.flush();
  }
}
