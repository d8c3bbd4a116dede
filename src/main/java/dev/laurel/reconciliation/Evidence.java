package dev.laurel.reconciliation;

import dev.laurel.rules.Policy;
import java.util.Map;

/**
 * The facts about a student beside the numbers of both sides, to explain differences by. Points are
 * in hundredths.
 *
 * @param everyDay the streak if every day were required; null if it is not known
 */
record Evidence(Counts counts, Bonus bonus, Side.Streak everyDay, Place place) {
  /**
   * The points of the student's results in the class, less those by its rules.
   *
   * @param totals by each policy, for all exercises
   * @param totalsWithHeld the same with the results that wait for their release
   * @param held what those add by the rules of the class
   * @param heldCompletions the exercises that only those complete
   * @param adjustments the sum of the points by hand
   */
  record Counts(
      Map<Policy.Type, Long> totals,
      Map<Policy.Type, Long> totalsWithHeld,
      long held,
      int heldCompletions,
      long adjustments) {
    static final Counts NONE = new Counts(Map.of(), Map.of(), 0, 0, 0);
  }

  /**
   * The points of achievements, by Laurel's definitions.
   *
   * @param reported of those that the other side has
   * @param computed of those that Laurel has
   */
  record Bonus(long reported, long computed) {
    static final Bonus NONE = new Bonus(0, 0);
  }

  /**
   * The ranks of both sides' points.
   *
   * @param ties how many students of the class have the same points by Laurel
   * @param reported the rank of the other side's points among those that it has reported
   * @param reportedTies how many have the same points there
   * @param outdated whether the other side has reported of others since
   */
  record Place(int ties, int reported, int reportedTies, boolean outdated) {}

  /** Enough to tell whether both sides differ. */
  static Evidence of(Place place) {
    return new Evidence(Counts.NONE, Bonus.NONE, null, place);
  }
}
