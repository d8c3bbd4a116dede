package dev.laurel.achievement;

import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.standing.Standings;
import dev.laurel.notification.Frame;
import dev.laurel.points.PointsLedger;
import dev.laurel.sql.BulkSql;
import dev.laurel.sql.Columns;
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
  private final AwardBatch open;
  private final Achievements achievements;
  private final BulkSql statements;
  private final Standings standings;
  private final Streaks streaks;
  private final PointsLedger ledger;
  private final Clock clock;

  Awards(
      AwardBatch open,
      Achievements achievements,
      BulkSql statements,
      Standings standings,
      Streaks streaks,
      PointsLedger ledger,
      Clock clock) {
    this.open = open;
    this.achievements = achievements;
    this.statements = statements;
    this.standings = standings;
    this.streaks = streaks;
    this.ledger = ledger;
    this.clock = clock;
  }

  void open(@Observes @Priority(SubmissionGraded.Order.ACHIEVEMENTS) GradingStarted arriving) {
    open.open(achievements.active());
    statements
        .query(
            """
            select found.* from unnest(?::text[]) as given (user_id),
              lateral (select user_id, achievement_id from earned_achievement
                       where user_id = given.user_id offset 0) found""",
            row -> new EarnedAchievement.Key(row.getString(1), row.getString(2)),
            (Object) arriving.users().toArray(String[]::new))
        .forEach(open::earned);
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
    var earned =
        new AwardBatch.Award(
            graded.submission().userId(),
            definition,
            clock.instant().truncatedTo(ChronoUnit.MILLIS));
    open.add(earned);
    graded.achieved(definition.id());
    graded.announce(
        Part.ACHIEVEMENTS,
        new Frame.AchievementEarned(definition.earned(earned.at()), definition.points()));
    ledger.credit(graded, Part.ACHIEVEMENTS, definition.points(), "achievement");
  }

  void write(@Observes @Priority(SubmissionGraded.Order.ACHIEVEMENTS) GradingFinished settled) {
    var awards = open.takeAwards();
    if (awards.isEmpty()) {
      return;
    }
    statements.update(
        """
        insert into earned_achievement (user_id, achievement_id, points, earned_at)
        select user_id, achievement_id, points, earned_at::timestamptz
        from unnest(?::text[], ?::text[], ?::int[], ?::text[])
          as row (user_id, achievement_id, points, earned_at)""",
        Columns.of(awards)
            .texts(AwardBatch.Award::userId)
            .texts(award -> award.definition().id())
            .ints(award -> award.definition().points())
            .asTexts(AwardBatch.Award::at)
            .parameters());
  }
}
