package dev.laurel.leaderboard.visibility;

import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.standing.StandingOrder;
import dev.laurel.sql.AdvisoryLock;
import dev.laurel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;

/**
 * Copies a board's standings into a snapshot, with positions and ranks. One statement inside the
 * database: a board of a million users would otherwise be a million rows read into this node and a
 * million inserts sent back.
 */
@ApplicationScoped
public class SnapshotBulk {
  private final Sql sql;
  private final Players players;
  private final BoardSettingsRepository settings;

  SnapshotBulk(Sql sql, Players players, BoardSettingsRepository settings) {
    this.sql = sql;
    this.players = players;
    this.settings = settings;
  }

  /**
   * Locks out erasures of the board's users until the transaction ends: an erasure would not see
   * the copied standings and leave the user's name in them. Other boards are not locked. Called
   * before anything else is locked.
   */
  @Transactional(TxType.MANDATORY)
  public void lock(Board board) {
    sql.lock(AdvisoryLock.FREEZING, board.key());
  }

  /** Copies the board like {@link #copy}, and hides for good who is hidden on it now. */
  @Transactional(TxType.MANDATORY)
  public long copyFinal(Board board) {
    long version = copy(board);
    players.hideOnSnapshot(board, settings.find(board.total()).lastNamed());
    return version;
  }

  /** Copies the board, in the order that {@link StandingOrder} decides, and returns its version. */
  @Transactional(TxType.MANDATORY)
  long copy(Board board) {
    return sql.query(
            """
            with copied as (
              insert into frozen_standing
                     (board, position, user_id, points, rank, completed_problems, updated_at)
              select board, row_number() over (order by %s) - 1, user_id, points,
                     rank() over (order by points desc), completed_problems, updated_at
              from standing where board = ? and listed)
            select coalesce(sum(version), 0)
                   + coalesce((select version from board_erasure where board = ?), 0)
            from standing where board = ?"""
                .formatted(StandingOrder.SQL),
            row -> row.getLong(1),
            board.key(),
            board.key(),
            board.key())
        .get(0);
  }
}
