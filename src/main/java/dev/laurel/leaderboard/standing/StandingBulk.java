package dev.laurel.leaderboard.standing;

import static java.util.stream.Collectors.toMap;

import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.BoardSlice;
import dev.laurel.leaderboard.ScoredUser;
import dev.laurel.leaderboard.index.BoardIndex;
import dev.laurel.leaderboard.visibility.HiddenUsers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.hibernate.Session;

/**
 * Reads boards from the standings themselves: what the index is made from, what it does not hold,
 * and, more slowly, all that it would answer. All methods block.
 */
@ApplicationScoped
public class StandingBulk {
  /**
   * Who is at the positions from {@code first} to {@code last}, which are counted from 0. The
   * numbering ends early since its bound is a constant by the time it begins.
   */
  private static final String STRETCH =
      """
      scored as materialized (
        select user_id, points, place - 1 as position from (
          select user_id, points, row_number() over (order by points desc, reached_at, user_id collate "C") as place
          from standing where board = :board and listed) numbered
        where place <= (select last + 2 from range) and place >= (select first from range)),
      meta as materialized (
        select count(*) filter (where listed) as size,
               coalesce(sum(version), 0)
                 + coalesce((select version from board_erasure where board = :board), 0) as version,
               count(*) filter (where listed and points >
                 (select points from scored where position = (select first from range))) as ahead
        from standing where board = :board)
      select scored.user_id, scored.points, scored.position, meta.size, meta.version, meta.ahead, range.first,
             range.last
      from range cross join meta left join scored on true
      order by position""";

  private final EntityManager entities;

  StandingBulk(EntityManager entities) {
    this.entities = entities;
  }

  /** As {@link BoardIndex#slice}. */
  @Transactional
  public BoardSlice slice(Board board, long first, long last) {
    return slice(
        "with range as (select cast(:first as bigint) as first, cast(:last as bigint) as last),",
        Map.of("board", board.key(), "first", first, "last", last));
  }

  /** As {@link BoardIndex#around}. */
  @Transactional
  public BoardSlice around(Board board, String user, int nearby) {
    return slice(
        """
        with own as (
          select points, reached_at, user_id from standing
          where board = :board and user_id = :user and listed),
        range as (
          select greatest(own.position - :nearby, 0) as first, own.position + :nearby as last
          from (select count(other.user_id) as position from own
                left join standing other on other.board = :board and other.listed
                  and (other.points > own.points
                       or other.points = own.points
                          and (other.reached_at, other.user_id collate "C") < (own.reached_at, own.user_id))
                group by own.user_id) own),
        """,
        Map.of("board", board.key(), "user", user, "nearby", nearby));
  }

  private BoardSlice slice(String range, Map<String, Object> parameters) {
    var rows = rows(range + STRETCH, parameters);
    if (rows.isEmpty()) {
      return BoardSlice.empty(0, 0);
    }
    var meta = rows.get(0);
    long version = number(meta, "version").longValue();
    int size = number(meta, "size").intValue();
    long first = number(meta, "first").longValue();
    if (first >= size) {
      return BoardSlice.empty(version, size);
    }
    var scored =
        rows.stream()
            .map(
                row ->
                    new ScoredUser(
                        row.get("user_id", String.class), number(row, "points").longValue()))
            .toList();
    return BoardSlice.of(
        version,
        size,
        scored,
        number(meta, "position").longValue(),
        first,
        number(meta, "last").longValue(),
        number(meta, "ahead").longValue());
  }

  /** As {@link BoardIndex#ranks}. */
  @Transactional
  public Map<String, Integer> ranks(Board board, Collection<String> users) {
    return rows(
            """
            select user_id, ranked.rank from (
              select user_id, rank() over (order by points desc) as rank
              from standing where board = :board and listed) ranked
            where user_id = any(cast(:users as text[]))""",
            Map.of("board", board.key(), "users", users.toArray(String[]::new)))
        .stream()
        .collect(
            toMap(row -> row.get("user_id", String.class), row -> number(row, "rank").intValue()));
  }

  /** By user id. */
  @Transactional
  public Map<String, PlayerDetails> details(Board board, Collection<String> users) {
    return rows(
            """
            select user_id, username, completed_problems, updated_at, %s as hidden
            from standing s join learner on id = user_id
            where board = :board and user_id = any(cast(:users as text[]))"""
                .formatted(HiddenUsers.condition(board, ":total")),
            Map.of(
                "board",
                board.key(),
                "total",
                board.total().key(),
                "users",
                users.toArray(String[]::new)))
        .stream()
        .collect(
            toMap(
                row -> row.get("user_id", String.class),
                row ->
                    new PlayerDetails(
                        row.get("username", String.class),
                        number(row, "completed_problems").intValue(),
                        row.get("updated_at", Instant.class),
                        row.get("hidden", Boolean.class))));
  }

  /**
   * Standings as if each had just come about, for an index to take in: those of a board that have
   * changed since a moment, in the order of the database, beginning behind a user.
   *
   * @param user the last of the stretch before; the empty string to begin with
   */
  @Transactional
  public List<StandingChange> changedSince(Board board, Instant since, String user, int limit) {
    return rows(
            """
            select user_id, version, points, reached_at, listed, updated_at from standing
            where board = :board and updated_at >= :since and user_id > :user
            order by user_id limit :limit""",
            Map.of("board", board.key(), "since", since, "user", user, "limit", limit))
        .stream()
        .map(
            row ->
                new StandingChange(
                    board,
                    row.get("user_id", String.class),
                    number(row, "version").longValue(),
                    number(row, "points").longValue(),
                    row.get("reached_at", Instant.class),
                    row.get("listed", Boolean.class),
                    row.get("updated_at", Instant.class)))
        .toList();
  }

  /** The board's version, which grows with every change. */
  @Transactional
  public long version(Board board) {
    return number(
            rows(
                    """
                    select coalesce(sum(version), 0)
                           + coalesce((select version from board_erasure where board = :board), 0) as version
                    from standing where board = :board""",
                    Map.of("board", board.key()))
                .get(0),
            "version")
        .longValue();
  }

  /**
   * What users who were erased have left of themselves on a board.
   *
   * @param count how many there were
   * @param version what they add to the board's version
   */
  public record Erasures(long count, long version) {
    static final Erasures NONE = new Erasures(0, 0);
  }

  @Transactional
  public Erasures erasures(Board board) {
    return rows(
            "select erasures, version from board_erasure where board = :board",
            Map.of("board", board.key()))
        .stream()
        .findFirst()
        .map(
            row ->
                new Erasures(
                    number(row, "erasures").longValue(), number(row, "version").longValue()))
        .orElse(Erasures.NONE);
  }

  private List<Tuple> rows(String select, Map<String, Object> parameters) {
    var query = entities.unwrap(Session.class).createNativeQuery(select, Tuple.class);
    parameters.forEach(query::setParameter);
    return query.getResultList();
  }

  private static Number number(Tuple row, String column) {
    return row.get(column, Number.class);
  }
}
