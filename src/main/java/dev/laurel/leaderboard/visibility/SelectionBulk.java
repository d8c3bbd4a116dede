package dev.laurel.leaderboard.visibility;

import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.ScoredUser;
import dev.laurel.leaderboard.standing.StandingOrder;
import dev.laurel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;

/**
 * Reads some of the users of a board, in its order: in one statement and without a persistence
 * context, since positions and ranks among them need them all.
 */
@ApplicationScoped
@Transactional
public class SelectionBulk {
  private static final String CONDITIONS =
      """
      (not ? or exists (select from opted_in_user o where o.board = ? and o.user_id = t.user_id))
      and (?::text is null or exists (select from membership m where m.class_id = ? and m.user_id = t.user_id
                                                                 and m.section = ?))""";

  private final Sql sql;

  SelectionBulk(Sql sql) {
    this.sql = sql;
  }

  /** Those on the board as it is now. */
  public List<ScoredUser> onBoard(Board board, Selection selection) {
    return read(
        "select user_id, points from standing t where board = ? and listed and %s order by "
            + StandingOrder.SQL,
        board,
        selection);
  }

  /** Those in the snapshot of the board. */
  public List<ScoredUser> onSnapshot(Board board, Selection selection) {
    return read(
        "select user_id, points from frozen_standing t where board = ? and %s order by position",
        board, selection);
  }

  private List<ScoredUser> read(String query, Board board, Selection selection) {
    return sql.query(
        query.formatted(CONDITIONS),
        row -> new ScoredUser(row.getString(1), row.getLong(2)),
        board.key(),
        selection.optedIn(),
        board.total().key(),
        selection.section(),
        board.classId().orElse(null),
        selection.section());
  }
}
