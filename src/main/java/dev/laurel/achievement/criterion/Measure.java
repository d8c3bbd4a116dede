package dev.laurel.achievement.criterion;

import dev.laurel.errors.Hundredths;
import dev.laurel.leaderboard.standing.Tally;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/**
 * A number that is counted. The names are those of the wire and of the database.
 *
 * <p>To add one, add a constant here, and say in {@link Counter} how results add up to it.
 */
public enum Measure {
  /** Distinct problems completed. */
  completions(Tally::completedProblems),
  /** Whole points; those of everything include the points of achievements. */
  points(tally -> Math.floorDiv(tally.points(), Hundredths.ONE)),
  /** Consecutive days with a completed problem. */
  streak(null),
  /** Distinct problems with the full score. */
  perfect_scores(Tally::perfectScores),
  /** Distinct problems completed at the first attempt. */
  first_attempt_solves(Tally::firstAttemptSolves),
  /** The sum of a number that graders count. */
  metric(null),
  /** Nothing: the achievement is granted, imported, or reported by another back end. */
  granted(null);

  private final ToLongFunction<Tally> ofTally;

  Measure(ToLongFunction<Tally> ofTally) {
    this.ofTally = ofTally;
  }

  /** True if standings have it. */
  boolean isInTally() {
    return ofTally != null;
  }

  /** The number that a standing has; empty if standings do not have it. */
  public OptionalLong of(Tally tally) {
    return Optional.ofNullable(ofTally)
        .map(measure -> OptionalLong.of(measure.applyAsLong(tally)))
        .orElseGet(OptionalLong::empty);
  }
}
