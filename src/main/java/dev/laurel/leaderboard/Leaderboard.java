package dev.laurel.leaderboard;

import dev.laurel.leaderboard.Page.Entry;
import dev.laurel.leaderboard.Page.Pagination;
import dev.laurel.leaderboard.Page.Player;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.hibernate.Session;

/**
 * Answers what a board looks like. Every answer is read in one statement and is therefore of one
 * moment. All methods block.
 */
@ApplicationScoped
public class Leaderboard {
  /** The largest page served. */
  public static final int MAX_PAGE_SIZE = 100;

  private static final int NEARBY = 3;

  /** Positions count from 1 in the order of pages; ranks are shared by those with equal points. */
  private static final String PLACES =
      """
      with place as (
        select user_id, points, completed_problems, updated_at,
               rank() over by_points as rank,
               row_number() over (order by points desc, reached_at, user_id collate "C") as position,
               count(*) over (partition by points) > 1 as tied,
               count(*) over () as total
        from standing
        where board = :board and listed
        window by_points as (order by points desc)
      )
      """;

  private final EntityManager entities;

  Leaderboard(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * A page of the board; one beyond the end has no entries.
   *
   * @param page from 1
   * @param pageSize 1 to {@link #MAX_PAGE_SIZE}
   */
  @Transactional
  public Page page(Board board, int page, int pageSize) {
    long from = (page - 1L) * pageSize;
    var places =
        places(
            board,
            """
            select place.*, username, meta.size, meta.version
            from (select count(*) filter (where listed) as size, coalesce(sum(version), 0) as version
                  from standing where board = :board) meta
            left join (place join learner on learner.id = user_id) on position > :from and position <= :to
            order by position""",
            Map.of("from", from, "to", from + pageSize));
    var meta = places.get(0);
    var entries =
        places.stream().filter(row -> row.get("user_id") != null).map(Leaderboard::entry).toList();
    return new Page(
        entries,
        Pagination.of(page, pageSize, number(meta, "size").intValue()),
        number(meta, "version").longValue());
  }

  /** The user's place and its neighbours. */
  @Transactional
  public UserRank rank(Board board, String user) {
    var places =
        places(
            board,
            """
            select place.*, username
            from place join learner on learner.id = user_id,
                 (select position as own from place where user_id = :user) self
            where position between own - :nearby and own + :nearby
            order by position""",
            Map.of("user", user, "nearby", NEARBY));
    return places.stream()
        .filter(row -> row.get("user_id").equals(user))
        .findFirst()
        .map(
            own ->
                new UserRank(number(own, "rank").intValue(), userData(own), others(places, user)))
        .orElse(UserRank.NONE);
  }

  /** The ranks of those of the users who are on the board. */
  @Transactional
  public Map<String, Integer> ranks(Board board, Collection<String> users) {
    return places(
            board,
            "select user_id, rank from place where user_id = any(cast(:users as text[]))",
            Map.of("users", users.toArray(String[]::new)))
        .stream()
        .collect(
            Collectors.toMap(
                row -> row.get("user_id", String.class), row -> number(row, "rank").intValue()));
  }

  private List<Tuple> places(Board board, String select, Map<String, Object> parameters) {
    var query =
        entities
            .unwrap(Session.class)
            .createNativeQuery(PLACES + select, Tuple.class)
            .setParameter("board", board.key());
    parameters.forEach(query::setParameter);
    return query.getResultList();
  }

  private static List<Entry> others(List<Tuple> places, String user) {
    return places.stream()
        .filter(row -> !row.get("user_id").equals(user))
        .map(Leaderboard::entry)
        .toList();
  }

  private static Entry entry(Tuple row) {
    return new Entry(
        number(row, "rank").intValue(),
        row.get("tied", Boolean.class),
        player(row),
        number(row, "points").longValue(),
        number(row, "completed_problems").intValue());
  }

  private static UserRank.UserData userData(Tuple row) {
    return new UserRank.UserData(
        number(row, "rank").intValue(),
        row.get("tied", Boolean.class),
        player(row),
        number(row, "points").longValue(),
        number(row, "completed_problems").intValue(),
        row.get("updated_at", Instant.class));
  }

  private static Player player(Tuple row) {
    return new Player(row.get("user_id", String.class), row.get("username", String.class));
  }

  private static Number number(Tuple row, String column) {
    return row.get(column, Number.class);
  }
}
