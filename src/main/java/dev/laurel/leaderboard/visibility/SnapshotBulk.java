package dev.laurel.leaderboard.visibility;

import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.standing.StandingOrder;
import dev.laurel.sql.AdvisoryLock;
import dev.laurel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;

/**
 * Copies a board's standings into a snapshot, with positions and ranks. One statement inside the
 * database: a board of a million users would otherwise be a million rows read into this node and a
 * million inserts sent back.
 */
@ApplicationScoped
public class SnapshotBulk {
  /** Marks the rows of a final board while they are being replaced; no id contains it. */
  private static final String BEFORE = "\n";

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

  /** The time at which the transaction began, by the database's clock. */
  @Transactional(TxType.MANDATORY)
  Instant begun() {
    return sql.query("select now()", row -> row.getObject(1, OffsetDateTime.class).toInstant())
        .get(0);
  }

  /**
   * A board that is to be frozen.
   *
   * @param due whether its time had come when the transaction began
   */
  record Scheduled(Board board, boolean due) {}

  /** The ones among boards that are to be frozen and are not, in the order of {@link #lock}. */
  @Transactional(TxType.MANDATORY)
  List<Scheduled> scheduled(Collection<Board> boards) {
    return sql.query(
        """
        select board, freeze_at <= now() from board_setting
        where board = any (?::text[]) and freeze_at is not null and not frozen order by board""",
        row -> new Scheduled(new Board(row.getString(1)), row.getBoolean(2)),
        (Object) boards.stream().map(Board::key).toArray(String[]::new));
  }

  /** Keeps a board from being copied until the transaction ends. */
  @Transactional(TxType.MANDATORY)
  void keepFromCopying(Board board) {
    sql.lockShared(AdvisoryLock.FREEZING, List.of(board.key()));
  }

  /** Deletes the board's snapshot, if there is one. */
  @Transactional(TxType.MANDATORY)
  public void delete(Board board) {
    SnapshotStanding.delete("board", board.key());
  }

  /** Copies the board like {@link #copy}, and hides for good who is hidden on it now. */
  @Transactional(TxType.MANDATORY)
  public long copyFinal(Board board) {
    long version = copy(board);
    players.hideOnSnapshot(board, settings.find(board.total()).lastNamed());
    return version;
  }

  /**
   * Copies the board again, like {@link #copyFinal}. Users of the final board before it stay on it,
   * also after leaving the class; those hidden on it stay hidden, and erased users keep their
   * nameless rows.
   */
  @Transactional(TxType.MANDATORY)
  public long copyFinalAgain(Board board) {
    var before = board.key() + BEFORE;
    sql.update("update frozen_standing set board = ? where board = ?", before, board.key());
    sql.update(
        """
        insert into frozen_standing
               (board, position, user_id, points, rank, completed_problems, updated_at, hidden)
        select ?, row_number() over (order by %s) - 1, user_id, points,
               rank() over (order by points desc), completed_problems, updated_at, hidden
        from (
          select s.user_id, s.points, s.reached_at, s.completed_problems, s.updated_at,
                 coalesce(o.hidden, false) as hidden
          from standing s left join frozen_standing o on o.user_id = s.user_id and o.board = ?
          where s.board = ? and (s.listed or o.user_id is not null)
          union all
          select o.user_id, o.points, 'infinity', o.completed_problems, o.updated_at, o.hidden
          from frozen_standing o
          where o.board = ? and not exists (select from learner where id = o.user_id)) again"""
            .formatted(StandingOrder.SQL),
        board.key(),
        before,
        board.key(),
        before);
    sql.update("delete from frozen_standing where board = ?", before);
    players.hideOnSnapshot(board, settings.find(board.total()).lastNamed());
    return version(board);
  }

  private long version(Board board) {
    return sql.query(
            """
            select coalesce(sum(version), 0)
                   + coalesce((select version from board_erasure where board = ?), 0)
            from standing where board = ?""",
            row -> row.getLong(1),
            board.key(),
            board.key())
        .get(0);
  }

  /** Copies the board, in the order that {@link StandingOrder} decides, and returns its version. */
  @Transactional(TxType.MANDATORY)
  long copy(Board board) {
    sql.update(
        """
        insert into frozen_standing
               (board, position, user_id, points, rank, completed_problems, updated_at)
        select board, row_number() over (order by %s) - 1, user_id, points,
               rank() over (order by points desc), completed_problems, updated_at
        from standing where board = ? and listed"""
            .formatted(StandingOrder.SQL),
        board.key());
    return version(board);
  }
}
