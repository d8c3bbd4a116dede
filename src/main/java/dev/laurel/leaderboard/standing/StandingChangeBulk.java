package dev.laurel.leaderboard.standing;

import static java.util.stream.Collectors.toMap;

import dev.laurel.leaderboard.Board;
import dev.laurel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;

/**
 * Reads standings for the index: whole boards in chunks, and those of all boards that changed
 * lately. No persistence context keeps the thousands of rows, which are read once and passed on.
 * All methods block.
 */
@ApplicationScoped
public class StandingChangeBulk {
  private static final String COLUMNS =
      "board, user_id, version, points, reached_at, listed, updated_at";

  private final Sql sql;

  StandingChangeBulk(Sql sql) {
    this.sql = sql;
  }

  private static StandingChange read(ResultSet row) throws SQLException {
    return new StandingChange(
        new Board(row.getString(1)),
        row.getString(2),
        row.getLong(3),
        row.getLong(4),
        row.getObject(5, OffsetDateTime.class).toInstant(),
        row.getBoolean(6),
        row.getObject(7, OffsetDateTime.class).toInstant());
  }

  /**
   * A chunk of the board's standings that have changed since a moment, in the database's order of
   * users: at most 1000; none behind the last.
   *
   * @param user the last of the chunk before; empty to begin with
   */
  @Transactional
  public List<StandingChange> changedSince(Board board, Instant since, String user) {
    return sql.query(
        """
        select %s from standing
        where board = ? and updated_at >= ?::timestamptz and user_id > ?
        order by user_id limit 1000"""
            .formatted(COLUMNS),
        StandingChangeBulk::read,
        board.key(),
        since.toString(),
        user);
  }

  /** The standings of all boards that have changed since a moment, or the newest of them. */
  @Transactional
  public List<StandingChange> newestSince(Instant since, int limit) {
    return sql.query(
        """
        select %s from standing where updated_at >= ?::timestamptz order by updated_at desc limit ?"""
            .formatted(COLUMNS),
        StandingChangeBulk::read,
        since.toString(),
        limit);
  }

  /** The boards of which users have been erased since a moment. */
  @Transactional
  public Map<Board, Erasures> erasuresSince(Instant since) {
    return BoardErasure.<BoardErasure>list("erasedAt >= ?1", since).stream()
        .collect(toMap(erased -> new Board(erased.board), StandingChangeBulk::erasures));
  }

  @Transactional
  public Erasures erasures(Board board) {
    return BoardErasure.<BoardErasure>findByIdOptional(board.key())
        .map(StandingChangeBulk::erasures)
        .orElse(new Erasures(0, 0, Instant.EPOCH));
  }

  private static Erasures erasures(BoardErasure erased) {
    return new Erasures(erased.erasures, erased.version, erased.erasedAt);
  }

  /**
   * The remains of erased users on a board.
   *
   * @param count how many there were
   * @param version what they add to the board's version
   * @param newestAt when the last was erased
   */
  public record Erasures(long count, long version, Instant newestAt) {}

  /** The version of the board: the sum of those of its standings, and of erased ones. */
  @Transactional
  public long version(Board board) {
    // In this order: an erasure in between makes the sum too large, never too small.
    long standings = Standing.version(board);
    return standings + erasures(board).version();
  }
}
