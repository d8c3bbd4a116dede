package dev.laurel.streak;

import dev.laurel.sql.Columns;
import dev.laurel.sql.Sql;
import dev.laurel.sql.WriteBehind;
import jakarta.transaction.TransactionScoped;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;

/**
 * The streaks of one transaction's users. Saves a batch of 200 submissions up to 400 statements:
 * one query and one upsert, instead of a find and an update for each user.
 */
@TransactionScoped
class StreakBatch extends WriteBehind<String, Streak> {
  private final Sql sql;

  StreakBatch(Sql sql) {
    this.sql = sql;
  }

  @Override
  protected String keyOf(Streak streak) {
    return streak.userId;
  }

  void readAhead(Set<String> users) {
    remember(
        sql.query(
            """
            select found.* from unnest(?::text[]) as given (user_id),
              lateral (select user_id, current, last_day, class_id, time_zone from streak
                       where user_id = given.user_id offset 0) found""",
            row -> {
              var streak = Streak.of(row.getString(1));
              streak.current = row.getInt(2);
              streak.lastDay = row.getObject(3, LocalDate.class);
              streak.classId = row.getString(4);
              streak.timeZone = ZoneId.of(row.getString(5));
              return streak;
            },
            (Object) users.toArray(String[]::new)));
  }

  @Override
  protected void write(List<Streak> changed) {
    sql.update(
        """
        insert into streak (user_id, current, last_day, class_id, time_zone)
        select user_id, current, last_day::date, class_id, time_zone
        from unnest(?::text[], ?::int[], ?::text[], ?::text[], ?::text[])
          as row (user_id, current, last_day, class_id, time_zone)
        on conflict (user_id) do update set
          current = excluded.current, last_day = excluded.last_day, class_id = excluded.class_id,
          time_zone = excluded.time_zone""",
        Columns.of(changed)
            .texts(streak -> streak.userId)
            .ints(streak -> streak.current)
            .texts(streak -> streak.lastDay)
            .texts(streak -> streak.classId)
            .texts(streak -> streak.timeZone.getId())
            .parameters());
  }
}
