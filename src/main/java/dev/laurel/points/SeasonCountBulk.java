package dev.laurel.points;

import dev.laurel.leaderboard.season.Season;
import dev.laurel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.List;

/**
 * Finds the users for whom a season is to be counted: one statement for a page of a board instead
 * of a lock and a query for each user, of whom most have no results in the time of the season.
 */
@ApplicationScoped
@Transactional(TxType.MANDATORY)
class SeasonCountBulk {
  private final Sql sql;

  SeasonCountBulk(Sql sql) {
    this.sql = sql;
  }

  /**
   * A number that {@link #oldestRunning} reaches when no transaction of now is running any more.
   */
  long newest() {
    return number("select pg_snapshot_xmax(pg_current_snapshot())::text::bigint");
  }

  /** The number of the oldest transaction that is running and has written something. */
  long oldestRunning() {
    return number("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint");
  }

  private long number(String query) {
    return sql.query(query, row -> row.getLong(1)).get(0);
  }

  /**
   * Those of the users, in their order, who have results since the season began, or stand on it.
   */
  List<String> concerned(Season season, List<String> users) {
    return sql.query(
        """
        select user_id from unnest(?::text[]) with ordinality as given (user_id, place)
        where exists (select from standing where board = ? and standing.user_id = given.user_id)
           or exists (select from submission
                      where submission.user_id = given.user_id and current and not kept and submitted_at >= ?::timestamptz)
        order by place""",
        row -> row.getString(1),
        users.toArray(String[]::new),
        season.board().key(),
        season.startsAt().toString());
  }
}
