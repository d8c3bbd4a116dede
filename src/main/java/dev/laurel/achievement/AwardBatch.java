package dev.laurel.achievement;

import dev.laurel.achievement.criterion.Criterion.Count;
import dev.laurel.achievement.criterion.History;
import dev.laurel.course.Enrolments;
import dev.laurel.leaderboard.standing.Standings;
import dev.laurel.sql.Columns;
import dev.laurel.sql.Sql;
import dev.laurel.sql.WriteBehind;
import dev.laurel.streak.Streaks;
import dev.laurel.submission.GradedSubmission;
import dev.laurel.submission.results.CurrentResults;
import jakarta.transaction.TransactionScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The achievements that one transaction's users have, those it awards, and what the users have
 * counted. Of the first only the keys are read. Saves a batch of 200 users 200 queries, and 200
 * managed entities for each achievement that they have.
 */
@TransactionScoped
class AwardBatch extends WriteBehind<EarnedAchievement.Key, EarnedAchievement> {
  private final Sql sql;
  private final Standings standings;
  private final Streaks streaks;
  private final CurrentResults results;
  private final Map<String, History> histories = new HashMap<>();
  private List<Goal> goals = List.of();
  private Enrolments enrolments = Enrolments.NONE;

  AwardBatch(Sql sql, Standings standings, Streaks streaks, CurrentResults results) {
    this.sql = sql;
    this.standings = standings;
    this.streaks = streaks;
    this.results = results;
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

  /** True if the user may earn the achievement, and neither has nor had it. */
  boolean isOpen(String user, Goal goal) {
    return find(new EarnedAchievement.Key(user, goal.id())).isEmpty()
        && goal.isFor(user, enrolments);
  }

  /**
   * Reads the results of users that count, all or those in some classes.
   *
   * @param classIds empty for all
   */
  void readResults(Collection<String> users, Set<String> classIds) {
    var found = results.ofUsers(users, classIds);
    users.forEach(user -> histories.put(user, new History(found.getOrDefault(user, List.of()))));
  }

  /** Adds a result to those read, if any were read of its user. */
  void add(GradedSubmission result) {
    var history = histories.get(result.userId());
    if (history != null) {
      history.put(result);
    }
  }

  /** The results of the user; null unless they were read. */
  History history(String user) {
    return histories.get(user);
  }

  /** True if the user has met what the achievement asks for, as far as its results were read. */
  boolean isMet(String user, Goal goal) {
    return (histories.containsKey(user) || !goal.criterion().needsResults())
        && goal.criterion().isMetBy(count -> measure(user, count));
  }

  /** The count of a user, whose standings and streak must be read. */
  private long measure(String user, Count count) {
    if (count.isStreak()) {
      return streaks.latestRun(user);
    }
    return count
        .board()
        .map(board -> count.measure().of(standings.loadedTally(board, user)).orElseThrow())
        .orElseGet(() -> histories.get(user).measure(count));
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
