package dev.laurel.points;

import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.standing.Standings;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * Finds when a user reached the points of a board, which decides between equal points: the latest
 * of the times at which the points for single exercises, and those of achievements, were reached;
 * without points, the time of the earliest result. So it goes by the times of the results, in
 * whatever order they arrive.
 */
@ApplicationScoped
class ReachedAt {
  private final Standings standings;
  private final ScoreBatch scores;

  ReachedAt(Standings standings, ScoreBatch scores) {
    this.standings = standings;
    this.scores = scores;
  }

  /** When somebody with these scores, and no others, reached the points; empty without results. */
  static Optional<Instant> of(Collection<Best> scores) {
    return scores.stream()
        .filter(score -> score.points() != 0)
        .map(Best::reachedAt)
        .max(Comparator.naturalOrder())
        .or(() -> scores.stream().map(Best::reachedAt).min(Comparator.naturalOrder()));
  }

  /**
   * The time after a change of the best result for one exercise, before the standing is changed.
   * Asks the database only when the exercise that decided so far decides no longer.
   *
   * @param result the time of the result that changed it
   */
  Instant after(Board board, Scope scope, String user, Best before, Best best, Instant result) {
    var reached = best.reachedAt() == null ? result : best.reachedAt();
    var standing = standings.reachedAt(board, user);
    if (standing.isEmpty() || best.equals(before)) {
      return standing.orElse(reached);
    }
    var soFar = standing.get();
    // A total of 0 may also be the sum of points above and below 0.
    if (standings.loadedTally(board, user).points() != 0) {
      boolean decided = before.points() != 0 && soFar.equals(before.reachedAt());
      if (best.points() != 0 && !reached.isBefore(soFar)) {
        return reached;
      } else if (!decided) {
        return soFar;
      }
    }
    scores.flush();
    var bonus = board.equals(Board.GLOBAL) ? standings.bonusAt(user) : null;
    return scores.reachedAt(user, scope, bonus).orElse(soFar);
  }
}
