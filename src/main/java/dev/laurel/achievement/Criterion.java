package dev.laurel.achievement;

import dev.laurel.errors.Hundredths;
import java.util.function.ToLongFunction;

/**
 * The measure that an achievement goes by. The names are those of the wire and of the database.
 *
 * <p>To add a criterion, add a constant here, with the measure it takes of a {@link Progress}, and
 * its name to the check constraint of the table {@code achievement}, in a migration. Everything
 * else follows: definitions, awards, {@code GET /api/achievements/progress} and the OpenAPI
 * document.
 */
public enum Criterion {
  /** Distinct problems completed. */
  completions(progress -> progress.tally().completedProblems()),
  /** Whole points, those of achievements included. */
  points(progress -> Math.floorDiv(progress.tally().points(), Hundredths.ONE)),
  /** Consecutive days with a completed problem. */
  streak(Progress::streak),
  /** Distinct problems with the full score. */
  perfect_scores(progress -> progress.tally().perfectScores()),
  /** Distinct problems completed at the first attempt. */
  first_attempt_solves(progress -> progress.tally().firstAttemptSolves());

  private final ToLongFunction<Progress> measure;

  Criterion(ToLongFunction<Progress> measure) {
    this.measure = measure;
  }

  long measure(Progress progress) {
    return measure.applyAsLong(progress);
  }
}
