package dev.laurel.points;

import dev.laurel.submission.GradedSubmission;
import jakarta.persistence.Embeddable;

/** The best of one or more results for an exercise, each part on its own. */
@Embeddable
record Best(int points, boolean completed, boolean perfect, boolean firstAttempt) {
  static final Best NONE = new Best(0, false, false, false);

  static Best of(GradedSubmission result) {
    return new Best(
        result.points(), result.completed(), result.perfect(), result.solvedAtFirstAttempt());
  }

  Best or(Best other) {
    return new Best(
        Math.max(points, other.points),
        completed || other.completed,
        perfect || other.perfect,
        firstAttempt || other.firstAttempt);
  }
}
