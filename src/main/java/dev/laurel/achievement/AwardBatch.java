package dev.laurel.achievement;

import dev.laurel.achievement.criterion.Criterion.Count;
import dev.laurel.achievement.criterion.History;
import dev.laurel.course.Enrolments;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.standing.Standings;
import dev.laurel.leaderboard.standing.Tally;
import dev.laurel.points.PointsLedger;
import dev.laurel.rules.RulesBatch;
import dev.laurel.sql.Columns;
import dev.laurel.sql.Sql;
import dev.laurel.sql.WriteBehind;
import dev.laurel.streak.StreakHistory;
import dev.laurel.streak.Streaks;
import dev.laurel.submission.GradedSubmission;
import dev.laurel.submission.results.CurrentResults;
import jakarta.transaction.TransactionScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The achievements that one transaction's users have, those it awards, and what the users have
 * counted. Of the first only the keys are read. Saves a batch of 200 users 200 queries, and 200
 * managed entities for each achievement that they have. Over 200 lines for the columns.
 */
@TransactionScoped
class AwardBatch extends WriteBehind<EarnedAchievement.Key, EarnedAchievement> {
  private final Sql sql;
  private final Standings standings;
  private final Streaks streaks;
  private final StreakHistory history;
  private final PointsLedger ledger;
  private final CurrentResults results;
  private final RulesBatch rules;
  private final Clock clock;
  private final Map<String, History> histories = new HashMap<>();
  private final Set<EarnedAchievement.Key> lost = new HashSet<>();
  private List<Goal> goals = List.of();
  private Enrolments enrolments = Enrolments.NONE;

  AwardBatch(
      Sql sql,
      Standings standings,
      Streaks streaks,
      StreakHistory history,
      PointsLedger ledger,
      CurrentResults results,
      RulesBatch rules,
      Clock clock) {
    this.sql = sql;
    this.standings = standings;
    this.streaks = streaks;
    this.history = history;
    this.ledger = ledger;
    this.results = results;
    this.rules = rules;
    this.clock = clock;
  }

  @Override
  protected EarnedAchievement.Key keyOf(EarnedAchievement earned) {
    return new EarnedAchievement.Key(earned.userId, earned.achievementId);
  }

  /**
   * Reads which achievements users have, or had until they were revoked.
   *
   * @param open those that the users may earn now
   * @param memberships all of the users
   */
  void read(List<Goal> open, Collection<String> users, Enrolments memberships) {
    goals = open;
    enrolments = memberships;
    remember(
        sql.query(
            """
            select found.* from unnest(?::text[]) as given (user_id),
              lateral (select user_id, achievement_id from earned_achievement
                       where user_id = given.user_id offset 0) found""",
            row -> EarnedAchievement.of(row.getString(1), row.getString(2)),
            (Object) users.toArray(String[]::new)));
  }

  List<Goal> goals() {
    return goals;
  }

  /**
   * True if the user may earn the achievement, and neither has nor had it, and Laurel awards it.
   */
  boolean isOpen(String user, Goal goal) {
    var key = new EarnedAchievement.Key(user, goal.id());
    return (find(key).isEmpty() || lost.contains(key))
        && goal.isFor(user, enrolments)
        && !rules.keeps(goal.definition().classId(), user);
  }

  /**
   * Reads the results of users that count, all or those in some classes.
   *
   * @param classIds empty for all
   */
  void readResults(Collection<String> users, Set<String> classIds) {
    var found = results.ofUsers(users, classIds);
    users.forEach(
        user ->
            histories.put(user, new History(found.getOrDefault(user, List.of()), ledger::points)));
  }

  /** Adds a result to those read, if any were read of its user. */
  void add(GradedSubmission result) {
    var history = histories.get(result.userId());
    if (history != null) {
      history.put(result);
    }
  }

  /** Adds an achievement that the transaction awards, earned at a moment. */
  EarnedAchievement award(String user, Definition definition, Instant at) {
    var earned = EarnedAchievement.of(user, definition.id());
    earned.points = definition.points();
    earned.earnedAt = at.truncatedTo(ChronoUnit.MILLIS);
    lost.remove(keyOf(earned));
    change(earned);
    return earned;
  }

  /** Deletes an achievement, as if it had never been earned. */
  void lose(EarnedAchievement earned) {
    EarnedAchievement.deleteById(keyOf(earned));
    EarnedAchievement.flush();
    lost.add(keyOf(earned));
  }

  /** True if the user has met what the achievement asks for, as far as its results were read. */
  boolean isMet(String user, Goal goal) {
    return isMet(user, goal, 0);
  }

  /**
   * Like {@link #isMet(String, Goal)}, for a user with fewer points.
   *
   * @param missing so many of all points, in hundredths
   */
  boolean isMet(String user, Goal goal, int missing) {
    return (histories.containsKey(user) || !goal.criterion().needsResults())
        && goal.criterion().isMetBy(count -> measure(user, count, missing));
  }

  /** The count of a user, whose standings and streak must be read. */
  private long measure(String user, Count count, int missing) {
    if (count.isStreak()) {
      return streaks.longestRun(user);
    }
    return count
        .board()
        .map(board -> count.measure().of(tally(board, user, missing)).orElseThrow())
        .orElseGet(() -> histories.get(user).measure(count));
  }

  private Tally tally(Board board, String user, int missing) {
    var tally = standings.loadedTally(board, user);
    return board.equals(Board.GLOBAL) ? tally.plus(Tally.ofPoints(-missing)) : tally;
  }

  /**
   * When the result was handed in that met a criterion, by all results there are; the last one, if
   * these do not meet it.
   */
  Instant metAt(String user, Goal goal) {
    if (!histories.containsKey(user)) {
      readResults(List.of(user), Set.of());
    }
    if (goal.criterion().counts().anyMatch(Count::isStreak)) {
      history.load(Set.of(user), enrolments);
    }
    return histories
        .get(user)
        .metAt(goal.criterion(), moment -> history.longestUntil(user, moment))
        .orElseGet(clock::instant);
  }

  @Override
  protected void write(List<EarnedAchievement> awarded) {
    sql.update(
        """
        insert into earned_achievement (user_id, achievement_id, points, earned_at)
        select user_id, achievement_id, points, earned_at::timestamptz
        from unnest(?::text[], ?::text[], ?::int[], ?::text[])
          as row (user_id, achievement_id, points, earned_at)""",
        Columns.of(awarded)
            .texts(earned -> earned.userId)
            .texts(earned -> earned.achievementId)
            .ints(earned -> earned.points)
            .texts(earned -> earned.earnedAt)
            .parameters());
  }
}
