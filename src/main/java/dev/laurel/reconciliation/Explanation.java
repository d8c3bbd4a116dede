package dev.laurel.reconciliation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.laurel.errors.Hundredths;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Collection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A part of the difference between two sides.
 *
 * @param points by how many the other side has more, or with a minus fewer
 * @param count by how many completions, or ranks, the other side has more or fewer
 * @param achievements whose ids are on one side only
 * @param field what is unexplained
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "ReconciliationExplanation")
record Explanation(
    Code code, @Hundredths Long points, Integer count, List<String> achievements, Field field) {

  /** The reasons of differences. The names are those of the wire. */
  @Schema(name = "ReconciliationCode")
  enum Code {
    /** The other side has reported nothing of the student. */
    not_reported_yet,
    /** The other side has reported of somebody who is no student of the class any more. */
    dropped_member,
    /** The other side has the points of all attempts added up. */
    attempts_summed,
    /** The other side has the mean of all attempts. */
    attempts_averaged,
    /** The other side has the best attempts. */
    attempts_best,
    /** The other side has the attempts handed in last. */
    attempts_last,
    /** The other side has the attempts handed in first. */
    attempts_first,
    /** The other side has the points of achievements among those of the class. */
    achievement_points,
    /** The other side is without the points given or taken by hand. */
    adjustments,
    /** The other side has results that wait for their release. */
    held_results,
    /** The other side has more completions. */
    results_missing,
    /** The other side has fewer completions. */
    results_more,
    /** The other side has achievements that Laurel could have awarded, and has not. */
    achievements_missing,
    /** The other side is without achievements that Laurel has awarded. */
    achievements_more,
    /** The other side requires every day, where the class has a calendar. */
    streak_calendar,
    /** Both sides have the same points, and list equals in another order or rank them otherwise. */
    tie_order,
    /** The other side's rank is that of its points. */
    rank_by_points,
    /** The other side has reported of others since it said the rank. */
    rank_outdated,
    /** Nothing of the above; {@code field} says what differs. */
    unexplained
  }

  /** The numbers of both sides. The names are those of the wire. */
  @Schema(name = "ReconciliationField")
  enum Field {
    points,
    streak,
    rank
  }

  static Explanation of(Code code) {
    return new Explanation(code, null, null, null, null);
  }

  static Explanation ofPoints(Code code, long points) {
    return new Explanation(code, points, null, null, null);
  }

  static Explanation ofCount(Code code, int count) {
    return new Explanation(code, null, count, null, null);
  }

  static Explanation ofAchievements(Code code, Collection<String> ids) {
    return new Explanation(code, null, null, List.copyOf(ids), null);
  }

  static Explanation unexplained(Field field, Long points, Integer count) {
    return new Explanation(Code.unexplained, points, count, null, field);
  }

  /**
   * False if a change of the mode shows nothing of it: boards rank by points, with equals in an
   * order of their own.
   */
  boolean differs() {
    return code != Code.tie_order && code != Code.rank_outdated;
  }
}
