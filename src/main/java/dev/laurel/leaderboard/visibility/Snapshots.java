package dev.laurel.leaderboard.visibility;

import static java.util.stream.Collectors.toMap;

import dev.laurel.audit.Audit;
import dev.laurel.audit.AuditAction;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.BoardSlice;
import dev.laurel.leaderboard.ScoredUser;
import dev.laurel.leaderboard.standing.PlayerDetails;
import dev.laurel.sql.BulkSql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What students go on seeing of boards that have been frozen. All methods block. */
@ApplicationScoped
public class Snapshots {
  private record Row(String user, long points, long position, int rank) {}

  /** Any number that nothing else in the database takes for an advisory lock. */
  private static final long LOCK = 0x6C61_7572_656C_0002L;

  /** Selects the boards with a snapshot. */
  public static final String BOARDS =
      """
      select board from board_setting where frozen
      union all
      select 'season:' || id || '@' || coalesce(class_id, '') from season where closed_at is not null""";

  private final BulkSql statements;
  private final BoardSettingRows settings;
  private final Audit audit;

  Snapshots(BulkSql statements, BoardSettingRows settings, Audit audit) {
    this.statements = statements;
    this.settings = settings;
    this.audit = audit;
  }

  /**
   * Has the board frozen at a time, and thaws it if it is frozen now.
   *
   * @param at null for never
   */
  @Transactional
  public void freezeAt(Board board, Instant at) {
    settings.lock(board);
    statements.update("delete from frozen_standing where board = ?", board.key());
    statements.update(
        """
        update board_setting set frozen = false, freeze_at = ?::timestamptz, revision = revision + 1
        where board = ?""",
        at == null ? null : at.toString(),
        board.key());
    audit.record(
        at == null ? AuditAction.BOARD_THAWED : AuditAction.BOARD_FREEZE_SET,
        board.key(),
        at == null ? null : "at " + at);
  }

  /** The boards that are to be frozen by now and are not. */
  @Transactional
  public List<Board> due(Instant now) {
    return statements.query(
        "select board from board_setting where not frozen and freeze_at <= ?::timestamptz",
        row -> new Board(row.getString(1)),
        now.toString());
  }

  /** Sets the standings aside, if that is due and nobody has done it; answers whether this did. */
  @Transactional
  public boolean freeze(Board board, Instant now) {
    lock();
    if (!settings.lock(board).isFreezeDue(now)) {
      return false;
    }
    statements.update(
        "update board_setting set frozen = true, revision = revision + 1, frozen_version = ? where board = ?",
        setAside(board),
        board.key());
    return true;
  }

  /**
   * Lets nobody be erased until the transaction ends, who would else be set aside nevertheless. To
   * be called first of all in a transaction that does so.
   */
  @Transactional(TxType.MANDATORY)
  public void lock() {
    statements.query("select pg_advisory_xact_lock(?)", row -> true, LOCK);
  }

  /** Copies the standings as they are, and returns the version of the board. */
  @Transactional(TxType.MANDATORY)
  public long setAside(Board board) {
    return statements
        .query(
            """
            with copied as (
              insert into frozen_standing (board, position, user_id, points, rank, completed_problems, updated_at)
              select board, row_number() over (order by points desc, reached_at, user_id collate "C") - 1, user_id,
                     points, rank() over (order by points desc), completed_problems, updated_at
              from standing where board = ? and listed)
            select coalesce(sum(version), 0)
                   + coalesce((select version from board_erasure where board = ?), 0)
            from standing where board = ?""",
            row -> row.getLong(1),
            board.key(),
            board.key(),
            board.key())
        .get(0);
  }

  /**
   * Takes a user's name from all places that were set aside, which stay as they are beside that:
   * those of the others are counted from them. To be called before the user's standings are
   * deleted.
   *
   * @return the boards on which a place is nameless now
   */
  @Transactional(TxType.MANDATORY)
  public List<Board> erase(String user) {
    statements.query("select pg_advisory_xact_lock_shared(?)", row -> true, LOCK);
    var boards =
        statements
            .query(
                """
                select given.board from (%s) given (board),
                  lateral (select from frozen_standing where board = given.board and user_id = ? offset 0) found"""
                    .formatted(BOARDS),
                row -> row.getString(1),
                user)
            .toArray(String[]::new);
    if (boards.length == 0) {
      return List.of();
    }
    settings.revise(boards);
    statements.update(
        """
        update season set closed_version = closed_version + 1 where id in (
          select id from season
          where closed_at is not null and 'season:' || id || '@' || coalesce(class_id, '') = any (?::text[])
          order by id for update)""",
        (Object) boards);
    statements.update(
        """
        update frozen_standing set user_id = '~' || left(replace(gen_random_uuid()::text, '-', ''), 20)
        where board = any (?::text[]) and user_id = ?""",
        boards,
        user);
    return Stream.of(boards).map(Board::new).toList();
  }

  /** As {@link StandingBulk#slice}. */
  @Transactional
  public BoardSlice slice(Board board, long version, long first, long last) {
    int size =
        statements
            .query(
                "select coalesce(max(position) + 1, 0) from frozen_standing where board = ?",
                row -> row.getInt(1),
                board.key())
            .get(0);
    var rows =
        statements.query(
            """
            select user_id, points, position, rank from frozen_standing
            where board = ? and position between ? and ? order by position""",
            row -> new Row(row.getString(1), row.getLong(2), row.getLong(3), row.getInt(4)),
            board.key(),
            first - 1,
            Math.min(last + 1, Integer.MAX_VALUE));
    return rows.stream()
        .filter(row -> row.position() == first)
        .findFirst()
        .map(
            start ->
                BoardSlice.of(
                    version,
                    size,
                    rows.stream().map(row -> new ScoredUser(row.user(), row.points())).toList(),
                    rows.get(0).position(),
                    first,
                    last,
                    start.rank() - 1))
        .orElseGet(() -> BoardSlice.empty(version, size));
  }

  /** As {@link StandingBulk#around}. */
  @Transactional
  public BoardSlice around(Board board, long version, String user, int nearby) {
    return statements
        .query(
            "select position from frozen_standing where board = ? and user_id = ?",
            row -> row.getLong(1),
            board.key(),
            user)
        .stream()
        .findFirst()
        .map(own -> slice(board, version, Math.max(0, own - nearby), own + nearby))
        .orElseGet(() -> BoardSlice.empty(version, 0));
  }

  /** The ranks of users, without those who are not on the board. */
  @Transactional
  public Map<String, Integer> ranks(Board board, Collection<String> users) {
    return statements
        .query(
            "select user_id, rank from frozen_standing where board = ? and user_id = any(?::text[])",
            row -> Map.entry(row.getString(1), row.getInt(2)),
            board.key(),
            users.toArray(String[]::new))
        .stream()
        .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** As {@link StandingBulk#details}. */
  @Transactional
  public Map<String, PlayerDetails> details(Board board, Collection<String> users) {
    return statements
        .query(
            """
            select user_id, coalesce(username, 'Anonymous ' || upper(substr(user_id, 2, 6))), completed_problems,
                   updated_at, %s
            from frozen_standing s left join learner on id = user_id
            where board = ? and user_id = any(?::text[])"""
                .formatted(HiddenUsers.condition(board, "?")),
            row ->
                Map.entry(
                    row.getString(1),
                    new PlayerDetails(
                        row.getString(2),
                        row.getInt(3),
                        row.getObject(4, OffsetDateTime.class).toInstant(),
                        row.getBoolean(5))),
            board.total().key(),
            board.key(),
            users.toArray(String[]::new))
        .stream()
        .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
