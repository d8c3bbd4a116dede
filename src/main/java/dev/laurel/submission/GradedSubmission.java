package dev.laurel.submission;

import dev.laurel.errors.Hundredths;
import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneId;

/**
 * The result of one submission, as the grader reported it.
 *
 * @param source the grader; {@code submissionId} is unique within it
 * @param revision 1 for the first grading, higher for each regrade
 * @param classId null outside any class
 * @param score from {@code -maxScore}; above {@code maxScore} with extra credit
 * @param maxScore more than 0
 * @param givenPoints what the grader says that the result earns, in hundredths; null if the score
 *     decides
 * @param attemptNumber 1 for the user's first attempt at the exercise
 * @param submittedAt when the work was handed in: it decides the day, the season and the order of
 *     equals
 * @param timeZone the calendar of the class
 * @param completed whether the grade passes
 * @param labels never null
 * @param balance null but of the kinds that have one
 */
@Embeddable
public record GradedSubmission(
    @Column(insertable = false, updatable = false) String source,
    @Column(insertable = false, updatable = false) String submissionId,
    @Column(insertable = false, updatable = false) int revision,
    String userId,
    String classId,
    @Enumerated(EnumType.STRING) Kind kind,
    @Embedded
        @AttributeOverride(name = "id", column = @Column(name = "problem_id"))
        @AttributeOverride(name = "title", column = @Column(name = "problem_title"))
        @AttributeOverride(name = "points", column = @Column(name = "problem_points"))
        Exercise exercise,
    double score,
    double maxScore,
    Integer givenPoints,
    int attemptNumber,
    Instant submittedAt,
    Instant gradedAt,
    ZoneId timeZone,
    boolean completed,
    Labels labels,
    Balance balance) {

  /** The result's points in hundredths, given or by the worth that the grader gave the exercise. */
  public int points() {
    return givenPoints != null ? givenPoints : pointsOf(exercise.points());
  }

  /**
   * The points in hundredths of the result's score: {@code worth × score / max_score}, rounded to
   * as many decimals as the worth has, halves up.
   *
   * @param worth the points for the full score
   */
  public int pointsOf(int worth) {
    int unit = worth % Hundredths.ONE == 0 ? Hundredths.ONE : worth % 10 == 0 ? 10 : 1;
    return BigDecimal.valueOf(worth / unit)
        .multiply(BigDecimal.valueOf(score))
        .divide(BigDecimal.valueOf(maxScore), 0, RoundingMode.HALF_UP)
        .multiply(BigDecimal.valueOf(unit))
        .intValueExact();
  }

  /** The result with nothing to count, for observers of its withdrawal. */
  GradedSubmission emptied() {
    return new GradedSubmission(
        source,
        submissionId,
        revision,
        userId,
        classId,
        kind,
        exercise,
        0,
        maxScore,
        0,
        attemptNumber,
        submittedAt,
        gradedAt,
        timeZone,
        false,
        Labels.NONE,
        null);
  }

  /** The score as a part of the full score. */
  public double percent() {
    return 100 * score / maxScore;
  }

  /** True if it reached the full score. */
  public boolean perfect() {
    return kind.isResult() && score >= maxScore;
  }

  /** How many exercises it completes: one at most, but for a balance. */
  public int completions() {
    return balance == null ? (completed ? 1 : 0) : balance.completions();
  }

  GradedSubmission with(int otherRevision, Balance numbers) {
    return new GradedSubmission(
        source,
        submissionId,
        otherRevision,
        userId,
        classId,
        kind,
        exercise,
        score,
        maxScore,
        givenPoints,
        attemptNumber,
        submittedAt,
        gradedAt,
        timeZone,
        completed,
        labels,
        numbers);
  }

  /** True if a user sees no difference between the two: the same score, points and verdict. */
  public boolean sameGradeAs(GradedSubmission other) {
    return score == other.score
        && maxScore == other.maxScore
        && points() == other.points()
        && completed == other.completed;
  }

  /** True if it solved the exercise without an earlier attempt. */
  public boolean solvedAtFirstAttempt() {
    return completed && attemptNumber == 1;
  }
}
