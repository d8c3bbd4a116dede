package dev.laurel.points;

import dev.laurel.leaderboard.season.Season;
import dev.laurel.submission.GradedSubmission;
import java.util.function.Predicate;

/**
 * Which results of a user for a problem are compared to find the best.
 *
 * @param key in the database: empty for all, the id of a class, or for a season its id behind a
 *     tab, which no id of a class has
 * @param counts whether a result is among them
 */
record Scope(String key, Predicate<GradedSubmission> counts) {
  static final Scope EVERYTHING = new Scope("", any -> true);

  static Scope ofClass(String classId) {
    return new Scope(classId, result -> classId.equals(result.classId()));
  }

  static Scope of(Season season) {
    return new Scope(
        "\t" + season.id(),
        result -> season.counts(result.classId(), result.problem().id(), result.gradedAt()));
  }
}
