package dev.laurel.leaderboard.standing;

/**
 * What a user has collected on a board, or, with signs, by how much that changes.
 *
 * @param points in points
 * @param completedProblems distinct problems completed
 * @param perfectScores distinct problems with the full score
 * @param firstAttemptSolves distinct problems completed at the first attempt
 */
public record Tally(long points, int completedProblems, int perfectScores, int firstAttemptSolves) {
  public static final Tally NONE = new Tally(0, 0, 0, 0);

  /** A change of points alone. */
  public static Tally ofPoints(long points) {
    return new Tally(points, 0, 0, 0);
  }

  Tally plus(Tally change) {
    return new Tally(
        points + change.points,
        completedProblems + change.completedProblems,
        perfectScores + change.perfectScores,
        firstAttemptSolves + change.firstAttemptSolves);
  }
}
