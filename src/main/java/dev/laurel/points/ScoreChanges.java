package dev.laurel.points;

import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.standing.Standings;
import dev.laurel.leaderboard.standing.Tally;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** Changes the score of an exercise, and with it the standing on a board. */
@ApplicationScoped
class ScoreChanges {
  private final ScoreBatch scores;
  private final Standings standings;
  private final ReachedAt reachedAt;

  ScoreChanges(ScoreBatch scores, Standings standings, ReachedAt reachedAt) {
    this.scores = scores;
    this.standings = standings;
    this.reachedAt = reachedAt;
  }

  /**
   * Replaces a score.
   *
   * @param cause the time of the result that changes it
   * @return the change of the user's tally on the board
   */
  Tally replace(Score score, Best best, Board board, Scope scope, Instant cause) {
    var before = score.best;
    if (!best.equals(before)) {
      score.best = best;
      scores.change(score);
    }
    var change = best.minus(before);
    var reached = reachedAt.after(board, scope, score.userId, before, best, cause);
    standings.add(board, score.userId, change, reached);
    return change;
  }
}
