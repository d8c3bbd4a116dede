package dev.laurel.leaderboard.visibility;

import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.ScoredUser;
import dev.laurel.leaderboard.standing.StandingOrder;
import dev.laurel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;

/**
 * Reads the users of a board who asked to be seen, in its order: in one statement and without a
 * persistence context, since positions and ranks among them need them all.
 */
@ApplicationScoped
@Transactional
public class OptInBulk {
  private final Sql sql;

  OptInBulk(Sql sql) {
    this.sql = sql;
  }

  /** Those on the board as it is now. */
  public List<ScoredUser> onBoard(Board board) {
    return read(
        "select user_id, points from standing t where board = ? and listed and %s order by "
            + StandingOrder.SQL,
        board);
  }

  /** Those in the snapshot of the board. */
  public List<ScoredUser> onSnapshot(Board board) {
    return read(
        "select user_id, points from frozen_standing t where board = ? and %s order by position",
        board);
  }

  private List<ScoredUser> read(String query, Board board) {
    return sql.query(
        query.formatted(
            "exists (select from opted_in_user o where o.board = ? and o.user_id = t.user_id)"),
        row -> new ScoredUser(row.getString(1), row.getLong(2)),
        board.key(),
        board.total().key());
  }
}
