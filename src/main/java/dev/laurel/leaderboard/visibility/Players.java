package dev.laurel.leaderboard.visibility;

import static java.util.stream.Collectors.toMap;

import dev.laurel.course.Classes;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.standing.PlayerDetails;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads names and details of a board's users, and who of them is hidden: users who hide on the
 * board, and on boards of everybody also students of classes in which they hide or which do not
 * show all names. Those who leave such a class stay hidden, and so does, on a final board, who was
 * hidden when it became final. All methods block.
 */
@ApplicationScoped
public class Players {
  private static final String ON_BOARD =
      """
      select s.userId, %2$s, s.tally.completedProblems, s.updatedAt,
             case when %1$s then true else false end
      from Standing s join Learner l on l.id = s.userId
      where s.board = :board and s.userId in :users""";

  private static final String ON_SNAPSHOT =
      """
      select s.userId, %2$s, s.completedProblems, s.updatedAt,
             case when s.hidden or %1$s then true else false end
      from SnapshotStanding s left join Learner l on l.id = s.userId
      where s.board = :board and s.userId in :users""";

  private static final String HIDE_ON_SNAPSHOT =
      """
      update SnapshotStanding s set s.hidden = true
      where s.board = :board and (s.rank > :lastNamed or %s or exists (
        select 1 from BoardSettings b where b.board = :total and b.optIn and not exists (
          select 1 from OptedInUser o where o.board = :total and o.userId = s.userId)))""";

  private static final String HIDDEN_ON_BOARD =
      "exists (select 1 from HiddenUser h where h.board = :total and h.userId = s.userId)";

  private static final String HIDDEN_IN_CLASS =
      """
      exists (
        select 1 from Membership m where m.userId = s.userId and m.role = dev.laurel.course.Role.student
          and (exists (select 1 from BoardSettings b
                       where b.board = concat('class:', m.classId)
                         and (b.names <> dev.laurel.leaderboard.visibility.NamePolicy.everyone
                              or b.optIn and not exists (
                                select 1 from OptedInUser o
                                where o.board = concat('class:', m.classId) and o.userId = s.userId)))
               or exists (select 1 from HiddenUser h
                          where h.board = concat('class:', m.classId) and h.userId = s.userId)))""";

  /** A class's boards show the names of its roster. */
  private static final String NAME_IN_CLASS =
      """
      coalesce((select coalesce(m.displayName, m.username) from Membership m
                where m.userId = s.userId and concat('class:', m.classId) = :total), l.username)""";

  private final EntityManager entities;
  private final Classes classes;

  Players(EntityManager entities, Classes classes) {
    this.entities = entities;
    this.classes = classes;
  }

  /** The details of those of the users who have a standing on the board, by id. */
  @Transactional
  public Map<String, PlayerDetails> onBoard(Board board, Collection<String> users) {
    return details(ON_BOARD, board, users);
  }

  /** The details of those of the users who are in the snapshot of the board, by id. */
  @Transactional
  public Map<String, PlayerDetails> onSnapshot(Board board, Collection<String> users) {
    return details(ON_SNAPSHOT, board, users);
  }

  /** The names of users as a board shows them to instructors, on the board or not, by id. */
  @Transactional
  public Map<String, String> names(Board board, Collection<String> users) {
    if (users.isEmpty()) {
      return Map.of();
    }
    boolean byRoster = board.classId().isPresent() && classes.showRosterNames();
    var name = byRoster ? NAME_IN_CLASS.replace("s.userId", "l.id") : "l.username";
    var query =
        entities
            .createQuery(
                "select l.id, %s from Learner l where l.id in :users".formatted(name),
                Object[].class)
            .setParameter("users", users);
    if (byRoster) {
      query.setParameter("total", board.total().key());
    }
    return query.getResultStream().collect(toMap(row -> (String) row[0], row -> (String) row[1]));
  }

  private Map<String, PlayerDetails> details(String query, Board board, Collection<String> users) {
    if (users.isEmpty()) {
      return Map.of();
    }
    boolean byRoster = board.classId().isPresent() && classes.showRosterNames();
    var name = byRoster ? NAME_IN_CLASS : "l.username";
    return entities
        .createQuery(query.formatted(hidden(board), name), PlayerDetails.class)
        .setParameter("board", board.key())
        .setParameter("total", board.total().key())
        .setParameter("users", users)
        .getResultStream()
        .collect(toMap(PlayerDetails::user, Function.identity()));
  }

  /**
   * Hides for good, in the snapshot of a board, the users who are hidden on the board now.
   *
   * @param lastNamed the last rank whose name is shown
   */
  @Transactional(TxType.MANDATORY)
  void hideOnSnapshot(Board board, int lastNamed) {
    entities
        .createQuery(HIDE_ON_SNAPSHOT.formatted(hidden(board)))
        .setParameter("board", board.key())
        .setParameter("total", board.total().key())
        .setParameter("lastNamed", lastNamed)
        .executeUpdate();
  }

  /** The condition that a user {@code s} is hidden on the board, whatever their rank. */
  private static String hidden(Board board) {
    return board.classId().isPresent()
        ? HIDDEN_ON_BOARD
        : HIDDEN_ON_BOARD + " or " + HIDDEN_IN_CLASS;
  }
}
