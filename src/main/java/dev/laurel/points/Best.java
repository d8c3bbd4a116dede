package dev.laurel.points;

import dev.laurel.errors.Hundredths;
import dev.laurel.leaderboard.standing.Tally;
import dev.laurel.submission.GradedSubmission;
import jakarta.persistence.Embeddable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The best of one or more results for an exercise, each part on its own.
 *
 * @param points in hundredths
 * @param completions 1 if it was completed; of a balance any number
 * @param reachedAt when the points were reached: the time of the earliest result with as many, in
 *     whole milliseconds; null without results
 */
@Embeddable
record Best(int points, int completions, boolean perfect, boolean firstAttempt, Instant reachedAt) {
  /** The most and the least points of one result, of which an int has the difference, too. */
  private static final int MOST = 11_000_000 * Hundredths.ONE;

  private static final int LEAST = -10_000_000 * Hundredths.ONE;

  static final Best NONE = new Best(0, 0, false, false, null);

  static Best of(GradedSubmission result, int points) {
    return new Best(
        points,
        result.completions(),
        result.perfect(),
        result.solvedAtFirstAttempt(),
        result.submittedAt().truncatedTo(ChronoUnit.MILLIS));
  }

  /**
   * The better of both, part by part. None at all is worse than any result, of negative points too.
   */
  Best or(Best other) {
    // Points by hand may be negative, and are then no worse than having no result at all.
    if (equals(NONE) || other.equals(NONE)) {
      return equals(NONE) ? other : this;
    }
    return new Best(
        isBetterThan(other) ? points : other.points,
        Math.max(completions, other.completions),
        perfect || other.perfect,
        firstAttempt || other.firstAttempt,
        isBetterThan(other) ? reachedAt : other.reachedAt);
  }

  /**
   * All of them together, at least one: their points are added up, and were reached when the last
   * of them was that has any. A sum beyond the points that one result may have ends there.
   */
  static Best sum(List<Best> parts) {
    long sum = parts.stream().mapToLong(Best::points).sum();
    return parts.stream()
        .reduce(NONE, Best::or)
        .with((int) Math.max(LEAST, Math.min(MOST, sum)), ReachedAt.of(parts).orElse(null));
  }

  /** The same but for the points, and when they were reached. */
  Best with(int otherPoints, Instant otherReachedAt) {
    return new Best(otherPoints, completions, perfect, firstAttempt, otherReachedAt);
  }

  /** At most the points of another. */
  Best atMost(Best other) {
    return points > other.points ? with(other.points, other.reachedAt) : this;
  }

  private boolean isBetterThan(Best other) {
    if (reachedAt == null || other.reachedAt == null) {
      return reachedAt != null;
    }
    return points > other.points || points == other.points && reachedAt.isBefore(other.reachedAt);
  }

  /** The tally of a user with nothing else. */
  Tally tally() {
    return minus(NONE);
  }

  /** The change of a user's tally when this follows another. */
  Tally minus(Best before) {
    return new Tally(
        (long) points - before.points,
        completions - before.completions,
        Boolean.compare(perfect, before.perfect),
        Boolean.compare(firstAttempt, before.firstAttempt));
  }
}
