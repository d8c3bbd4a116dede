package dev.laurel.leaderboard.standing;

import static java.util.stream.Collectors.toMap;

import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.BoardSlice;
import dev.laurel.leaderboard.ScoredUser;
import dev.laurel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads pages and ranks in the database: the slow substitute of the index. Positions and ranks
 * count all standings of a board inside PostgreSQL, in one statement instead of a row fetched for
 * each user. All methods block.
 */
@ApplicationScoped
public class StandingBulk {
  /**
   * Selects a slice; needs the positions {@code first} and {@code last} in a query {@code range}.
   */
  private static final String SLICE =
      // The bound is a constant when the numbering begins, which therefore ends early.
      """
      scored as materialized (
        select user_id, points, place - 1 as position from (
          select user_id, points, row_number() over (order by %s) as place
          from standing where board = ? and listed) numbered
        where place <= (select last + 2 from range) and place >= (select first from range)),
      meta as materialized (
        select count(*) filter (where listed) as size,
               coalesce(sum(version), 0)
                 + coalesce((select version from board_erasure where board = ?), 0) as version,
               count(*) filter (where listed and points >
                 (select points from scored where position = (select first from range))) as ahead
        from standing where board = ?)
      select scored.user_id, scored.points, scored.position, meta.size, meta.version, meta.ahead, range.first,
             range.last
      from range cross join meta left join scored on true
      order by position"""
          .formatted(StandingOrder.SQL);

  private static final String AROUND =
      """
      with own as (
        select points, reached_at, user_id from standing where board = ? and user_id = ? and listed),
      range as (
        select greatest(own.position - ?, 0) as first, own.position + ? as last
        from (select count(other.user_id) as position
              from own left join standing other on other.board = ? and other.listed and %s
              group by own.user_id) own),
      """
          .formatted(StandingOrder.before("other", "own"));

  /** A scored user and, repeated in each row, the measures of the slice. */
  private record SliceRow(
      ScoredUser user, long position, int size, long version, long ahead, long first, long last) {
    static SliceRow read(ResultSet row) throws SQLException {
      return new SliceRow(
          new ScoredUser(row.getString(1), row.getLong(2)),
          row.getLong(3),
          row.getInt(4),
          row.getLong(5),
          row.getLong(6),
          row.getLong(7),
          row.getLong(8));
    }
  }

  private final Sql sql;

  StandingBulk(Sql sql) {
    this.sql = sql;
  }

  /** The users at positions, which are counted from 0. */
  @Transactional
  public BoardSlice slice(Board board, long first, long last) {
    return slice(
        "with range as (select ?::bigint as first, ?::bigint as last),", board, first, last);
  }

  /** The user and as many users above and below; empty if the user is not on the board. */
  @Transactional
  public BoardSlice around(Board board, String user, int nearby) {
    return slice(AROUND, board, board.key(), user, nearby, nearby, board.key());
  }

  private BoardSlice slice(String range, Board board, Object... rangeParameters) {
    var key = board.key();
    var parameters = Stream.concat(Stream.of(rangeParameters), Stream.of(key, key, key)).toArray();
    var rows = sql.query(range + SLICE, SliceRow::read, parameters);
    if (rows.isEmpty()) {
      return BoardSlice.empty(0, 0);
    }
    var start = rows.get(0);
    if (start.first() >= start.size()) {
      return BoardSlice.empty(start.version(), start.size());
    }
    return BoardSlice.of(
        start.version(),
        start.size(),
        rows.stream().map(SliceRow::user).toList(),
        start.position(),
        start.first(),
        start.last(),
        start.ahead());
  }

  /** How many users of the board have how many points. */
  @Transactional
  public Map<Long, Long> countByPoints(Board board) {
    var found =
        sql.query(
            "select points, count(*) from standing where board = ? and listed group by points",
            row -> Map.entry(row.getLong(1), row.getLong(2)),
            board.key());
    return found.stream().collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** The points of all users of the board, in one statement instead of a page after the other. */
  @Transactional
  public Map<String, Long> points(Board board) {
    var found =
        sql.query(
            "select user_id, points from standing where board = ? and listed",
            row -> Map.entry(row.getString(1), row.getLong(2)),
            board.key());
    return found.stream().collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** The ranks of users, without those who are not on the board. */
  @Transactional
  public Map<String, Integer> ranks(Board board, Collection<String> users) {
    var found =
        sql.query(
            """
            select user_id, ranked.rank from (
              select user_id, rank() over (order by points desc) as rank
              from standing where board = ? and listed) ranked
            where user_id = any(?::text[])""",
            row -> Map.entry(row.getString(1), row.getInt(2)),
            board.key(),
            users.toArray(String[]::new));
    return found.stream().collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
