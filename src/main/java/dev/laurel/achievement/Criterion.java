package dev.laurel.achievement;

import java.util.function.ToLongFunction;

/** What an achievement counts. The names are those of the wire and of the database. */
public enum Criterion {
  /** Distinct problems completed. */
  completions(progress -> progress.collected().completedProblems()),
  /** Points, those of achievements included. */
  points(progress -> progress.collected().points()),
  /** Consecutive days with a completed problem. */
  streak(Progress::streak),
  /** Distinct problems with the full score. */
  perfect_scores(progress -> progress.collected().perfectScores()),
  /** Distinct problems completed at the first attempt. */
  first_attempt_solves(progress -> progress.collected().firstAttemptSolves());

  private final ToLongFunction<Progress> measure;

  Criterion(ToLongFunction<Progress> measure) {
    this.measure = measure;
  }

  /** How much of it the user has. */
  long measure(Progress progress) {
    return measure.applyAsLong(progress);
  }
}
