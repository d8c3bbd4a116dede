package dev.laurel.achievement;

import dev.laurel.sql.Columns;
import dev.laurel.sql.Sql;
import dev.laurel.sql.WriteBehind;
import jakarta.transaction.TransactionScoped;
import java.util.List;
import java.util.Set;

/**
 * The achievements that one transaction's users have, and those it awards. Of the former only the
 * keys are read. Saves a batch of 200 users 200 queries, and 200 managed entities for each
 * achievement that they have.
 */
@TransactionScoped
class AwardBatch extends WriteBehind<EarnedAchievement.Key, EarnedAchievement> {
  private final Sql sql;
  private List<Definition> definitions = List.of();

  AwardBatch(Sql sql) {
    this.sql = sql;
  }

  @Override
  protected EarnedAchievement.Key keyOf(EarnedAchievement earned) {
    return new EarnedAchievement.Key(earned.userId, earned.achievementId);
  }

  void readAhead(Set<String> users) {
    definitions = DefinitionEntity.active();
    remember(
        sql.query(
            """
            select found.* from unnest(?::text[]) as given (user_id),
              lateral (select user_id, achievement_id from earned_achievement
                       where user_id = given.user_id offset 0) found""",
            row -> EarnedAchievement.of(row.getString(1), row.getString(2)),
            (Object) users.toArray(String[]::new)));
  }

  List<Definition> definitions() {
    return definitions;
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
