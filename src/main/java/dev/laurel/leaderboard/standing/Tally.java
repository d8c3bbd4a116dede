package dev.laurel.leaderboard.standing;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;

/**
 * The numbers a user has collected on a board, or the signed change of them.
 *
 * @param points in hundredths
 * @param completedProblems distinct problems completed
 * @param perfectScores distinct problems with the full score
 * @param firstAttemptSolves distinct problems completed at the first attempt
 */
@Embeddable
public record Tally(
    long points,
    @Column(name = "completed_problems") int completedProblems,
    @Column(name = "perfect_scores") int perfectScores,
    @Column(name = "first_attempt_solves") int firstAttemptSolves) {
  public static final Tally NONE = new Tally(0, 0, 0, 0);

  /** A change of points alone. */
  public static Tally ofPoints(long points) {
    return new Tally(points, 0, 0, 0);
  }

  /** The change from another tally to this one. */
  public Tally minus(Tally before) {
    return new Tally(
        points - before.points,
        completedProblems - before.completedProblems,
        perfectScores - before.perfectScores,
        firstAttemptSolves - before.firstAttemptSolves);
  }

  /** Both together. */
  public Tally plus(Tally change) {
    return new Tally(
        points + change.points,
        completedProblems + change.completedProblems,
        perfectScores + change.perfectScores,
        firstAttemptSolves + change.firstAttemptSolves);
  }
}
