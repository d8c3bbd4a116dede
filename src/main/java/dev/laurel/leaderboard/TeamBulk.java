package dev.laurel.leaderboard;

import dev.laurel.leaderboard.visibility.BoardSettings;
import dev.laurel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;

/**
 * Adds up the points of the teams of a class: in one statement instead of reading each member, of
 * whom a class may have thousands.
 */
@ApplicationScoped
@Transactional
class TeamBulk {
  /**
   * A team with at least one student.
   *
   * @param points of all members together, in hundredths
   * @param hidden how many of them the other students cannot tell on the board of the class
   * @param own whether the user who asks is one of them
   */
  record Total(String id, String name, int size, long points, int hidden, boolean own) {}

  private static final String LIVE =
      "select user_id, points, rank() over (order by points desc) as rank from standing where board = ? and listed";

  private static final String SNAPSHOT =
      "select user_id, points, rank from frozen_standing where board = ?";

  private final Sql sql;

  TeamBulk(Sql sql) {
    this.sql = sql;
  }

  /**
   * The teams of a class.
   *
   * @param board of the class
   * @param snapshot whether it is read as it was when it was frozen
   */
  List<Total> totals(Board board, BoardSettings settings, boolean snapshot, String caller) {
    return sql.query(
        """
        select m.team, coalesce(max(t.name), m.team), count(*), sum(coalesce(s.points, 0)),
               count(*) filter (where coalesce(s.rank, ?) > ?
                 or exists (select from hidden_user h where h.board = ? and h.user_id = m.user_id)
                 or ? and not exists (select from opted_in_user o where o.board = ? and o.user_id = m.user_id)),
               bool_or(m.user_id = ?)
        from membership m
          left join team t on t.class_id = m.class_id and t.id = m.team
          left join (%s) s on s.user_id = m.user_id
        where m.class_id = ? and m.team is not null and m.role = 'student'
        group by m.team"""
            .formatted(snapshot ? SNAPSHOT : LIVE),
        row ->
            new Total(
                row.getString(1),
                row.getString(2),
                row.getInt(3),
                row.getLong(4),
                row.getInt(5),
                row.getBoolean(6)),
        Integer.MAX_VALUE,
        settings.lastNamed(),
        board.key(),
        settings.isOptIn(),
        board.key(),
        caller,
        board.key(),
        board.classId().orElseThrow());
  }
}
