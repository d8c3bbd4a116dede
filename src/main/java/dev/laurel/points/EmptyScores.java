package dev.laurel.points;

import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.standing.Standings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.Collection;

/**
 * Deletes the scores and standings of users that no result is behind any more. A withdrawn result
 * leaves them, with no points; one that is removed as if it had never been does not.
 */
@ApplicationScoped
public class EmptyScores {
  private final ScoreBatch scores;
  private final Standings standings;

  EmptyScores(ScoreBatch scores, Standings standings) {
    this.scores = scores;
    this.standings = standings;
  }

  /**
   * Deletes them.
   *
   * @param users who are locked
   */
  @Transactional(TxType.MANDATORY)
  public void delete(Collection<String> users) {
    scores.deleteEmpty(users);
    for (var user : users) {
      var scopes = scores.scopes(user);
      standings.eraseEmpty(user, board -> !scopes.contains(scope(board)));
    }
  }

  private static String scope(Board board) {
    return board
        .seasonId()
        .map(Scope::ofSeason)
        .or(() -> board.classId().map(classId -> Scope.ofClass(classId).key()))
        .orElse(Scope.EVERYTHING.key());
  }
}
