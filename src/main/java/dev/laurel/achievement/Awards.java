package dev.laurel.achievement;

import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.Standings;
import dev.laurel.notification.Frame;
import dev.laurel.points.PointsLedger;
import dev.laurel.streak.Streaks;
import dev.laurel.submission.SubmissionGraded;
import dev.laurel.submission.SubmissionGraded.Part;
import dev.laurel.submission.SubmissionsArriving;
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
  private final OpenAwards open;
  private final Standings standings;
  private final Streaks streaks;
  private final PointsLedger ledger;
  private final Clock clock;

  Awards(OpenAwards open, Standings standings, Streaks streaks, PointsLedger ledger, Clock clock) {
    this.open = open;
    this.standings = standings;
    this.streaks = streaks;
    this.ledger = ledger;
    this.clock = clock;
  }

  void open(@Observes @Priority(SubmissionGraded.Order.ACHIEVEMENTS) SubmissionsArriving arriving) {
    open.open(
        Achievement.<Achievement>list("active order by criterion, threshold, id").stream()
            .map(Achievement::toDefinition)
            .toList());
    EarnedAchievement.<EarnedAchievement>list("userId in ?1", arriving.users())
        .forEach(earned -> open.earnedBy(earned.userId).add(earned.achievementId));
  }

  void award(@Observes @Priority(SubmissionGraded.Order.ACHIEVEMENTS) SubmissionGraded graded) {
    // The points of one achievement may be what another one was waiting for.
    for (var next = next(graded); next.isPresent(); next = next(graded)) {
      award(graded, next.get());
    }
  }

  private Optional<Definition> next(SubmissionGraded graded) {
    var user = graded.submission().userId();
    var earned = open.earnedBy(user);
    var progress = new Progress(standings.tally(Board.GLOBAL, user), streaks.current(user));
    return open.definitions().stream()
        .filter(definition -> !earned.contains(definition.id()) && definition.isMetBy(progress))
        .findFirst();
  }

  private void award(SubmissionGraded graded, Definition definition) {
    var earned = new EarnedAchievement();
    earned.userId = graded.submission().userId();
    earned.achievementId = definition.id();
    earned.points = definition.points();
    earned.earnedAt = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    earned.persist();
    open.earnedBy(earned.userId).add(definition.id());
    graded.achieved(definition.id());
    graded.announce(
        Part.ACHIEVEMENTS,
        new Frame.AchievementEarned(definition.earned(earned.earnedAt), definition.points()));
    ledger.credit(graded, Part.ACHIEVEMENTS, definition.points(), "achievement");
  }
}
