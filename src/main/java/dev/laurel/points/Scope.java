package dev.laurel.points;

import dev.laurel.leaderboard.season.Season;
import dev.laurel.submission.GradedSubmission;
import java.util.function.Predicate;

/**
 * The results of a user for an exercise among which the best is found.
 *
 * @param key in the database: empty for all results, a class id, or a tab and a season id; no class
 *     id contains a tab
 * @param counts whether a result belongs to the scope
 */
record Scope(String key, Predicate<GradedSubmission> counts) {
  static final Scope EVERYTHING = new Scope("", any -> true);

  static Scope ofClass(String classId) {
    return new Scope(classId, result -> classId.equals(result.classId()));
  }

  /** That of the result's class; {@link #EVERYTHING} for one outside classes. */
  static Scope ofResult(GradedSubmission result) {
    return result.classId() == null ? EVERYTHING : ofClass(result.classId());
  }

  /** The key of the scope of a season. */
  static String ofSeason(String seasonId) {
    return "\t" + seasonId;
  }

  static Scope of(Season season) {
    return new Scope(
        ofSeason(season.id()),
        result ->
            !result.kind().hasBalance()
                && season.counts(result.classId(), result.exercise().id(), result.submittedAt()));
  }
}
