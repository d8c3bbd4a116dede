package dev.laurel.submission;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * The result of one submission, as the grader reported it.
 *
 * @param source the grader; {@code submissionId} is unique within it
 * @param revision 1 for the first grading, higher for each regrade
 * @param classId null where it belongs to no class
 * @param score 0 to {@code maxScore}
 * @param maxScore more than 0
 * @param attemptNumber 1 for the user's first attempt at the problem
 * @param day of {@code gradedAt} in {@code timeZone}
 * @param timeZone the calendar of the class
 * @param completed whether the grade passes
 */
public record GradedSubmission(
    String source,
    String submissionId,
    int revision,
    String userId,
    String classId,
    Kind kind,
    Problem problem,
    double score,
    double maxScore,
    int attemptNumber,
    Instant gradedAt,
    LocalDate day,
    ZoneId timeZone,
    boolean completed) {

  /**
   * What was solved.
   *
   * @param points what the full score is worth
   */
  public record Problem(String id, String title, int points) {}

  /** What the result is worth, in points: {@code round(points × score / max_score)}, halves up. */
  public int points() {
    return BigDecimal.valueOf(problem.points())
        .multiply(BigDecimal.valueOf(score))
        .divide(BigDecimal.valueOf(maxScore), 0, RoundingMode.HALF_UP)
        .intValueExact();
  }

  /** Whether it reached the full score. */
  public boolean perfect() {
    return score >= maxScore;
  }

  /** Whether it solved the problem without an earlier attempt. */
  public boolean solvedAtFirstAttempt() {
    return completed && attemptNumber == 1;
  }
}
