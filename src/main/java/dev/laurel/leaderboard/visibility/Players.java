package dev.laurel.leaderboard.visibility;

import static java.util.stream.Collectors.toMap;

import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.standing.PlayerDetails;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads names and details of a board's users, and who of them is hidden: users who hide on the
 * board, and on boards of everybody also students of classes in which they hide or which do not
 * show all names. All methods block.
 */
@ApplicationScoped
public class Players {
  private static final String ON_BOARD =
      """
      select s.userId, l.username, s.tally.completedProblems, s.updatedAt, %s
      from Standing s join Learner l on l.id = s.userId
      where s.board = :board and s.userId in :users""";

  private static final String ON_SNAPSHOT =
      """
      select s.userId, l.username, s.completedProblems, s.updatedAt, %s
      from SnapshotStanding s left join Learner l on l.id = s.userId
      where s.board = :board and s.userId in :users""";

  private static final String HIDDEN_ON_BOARD =
      "exists (select 1 from HiddenUser h where h.board = :total and h.userId = s.userId)";

  private static final String HIDDEN_IN_CLASS =
      """
      exists (
        select 1 from Membership m where m.userId = s.userId and m.role = dev.laurel.course.Role.student
          and (exists (select 1 from BoardSettings b
                       where b.board = concat('class:', m.classId)
                         and b.names <> dev.laurel.leaderboard.visibility.NamePolicy.everyone)
               or exists (select 1 from HiddenUser h
                          where h.board = concat('class:', m.classId) and h.userId = s.userId)))""";

  private final EntityManager entities;

  Players(EntityManager entities) {
    this.entities = entities;
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

  private Map<String, PlayerDetails> details(String query, Board board, Collection<String> users) {
    if (users.isEmpty()) {
      return Map.of();
    }
    return entities
        .createQuery(query.formatted(hidden(board)), PlayerDetails.class)
        .setParameter("board", board.key())
        .setParameter("total", board.total().key())
        .setParameter("users", users)
        .getResultStream()
        .collect(toMap(PlayerDetails::user, Function.identity()));
  }

  private static String hidden(Board board) {
    var condition =
        board.classId().isPresent() ? HIDDEN_ON_BOARD : HIDDEN_ON_BOARD + " or " + HIDDEN_IN_CLASS;
    return "case when " + condition + " then true else false end";
  }
}
