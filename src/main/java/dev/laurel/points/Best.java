package dev.laurel.points;

import dev.laurel.leaderboard.standing.Tally;
import dev.laurel.submission.GradedSubmission;
import jakarta.persistence.Embeddable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The best of one or more results for an exercise, each part on its own.
 *
 * @param points in hundredths
 * @param reachedAt when the points were reached: the time of the earliest result with as many, in
 *     whole milliseconds; null without results
 */
@Embeddable
record Best(
    int points, boolean completed, boolean perfect, boolean firstAttempt, Instant reachedAt) {
  static final Best NONE = new Best(0, false, false, false, null);

  static Best of(GradedSubmission result) {
    return new Best(
        result.points(),
        result.completed(),
        result.perfect(),
        result.solvedAtFirstAttempt(),
        result.submittedAt().truncatedTo(ChronoUnit.MILLIS));
  }

  Best or(Best other) {
    return new Best(
        Math.max(points, other.points),
        completed || other.completed,
        perfect || other.perfect,
        firstAttempt || other.firstAttempt,
        isBetterThan(other) ? reachedAt : other.reachedAt);
  }

  private boolean isBetterThan(Best other) {
    if (points != other.points || reachedAt == null || other.reachedAt == null) {
      return points > other.points || points == other.points && reachedAt != null;
    }
    return reachedAt.isBefore(other.reachedAt);
  }

  /** The tally of a user with nothing else. */
  Tally tally() {
    return minus(NONE);
  }

  /** The change of a user's tally when this follows another. */
  Tally minus(Best before) {
    return new Tally(
        points - before.points,
        Boolean.compare(completed, before.completed),
        Boolean.compare(perfect, before.perfect),
        Boolean.compare(firstAttempt, before.firstAttempt));
  }
}
