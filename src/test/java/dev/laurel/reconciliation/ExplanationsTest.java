package dev.laurel.reconciliation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.laurel.reconciliation.Evidence.Bonus;
import dev.laurel.reconciliation.Evidence.Counts;
import dev.laurel.reconciliation.Evidence.Place;
import dev.laurel.reconciliation.Explanation.Code;
import dev.laurel.reconciliation.Explanation.Field;
import dev.laurel.rules.Policy.Type;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What explains the difference between two sides, by numbers in hundredths. */
class ExplanationsTest {
  private static final LocalDate DAY = LocalDate.parse("2026-11-20");

  /** Two attempts at 60 and 50 of which the best counts, and one of 30 that is held back. */
  private static final Evidence EVIDENCE =
      new Evidence(
          new Counts(
              Map.of(Type.sum, 5_000L, Type.average, -500L, Type.last, -1_000L),
              Map.of(Type.sum, 8_000L, Type.average, 2_500L, Type.last, 2_000L),
              3_000,
              1,
              -200),
          new Bonus(1_500, 2_500),
          new Side.Streak(3, DAY, 4),
          new Place(2, 5, 1, false));

  private static final Side COMPUTED = side(6_000, 1, 7, 2, "first-steps", "bullseye");

  private static Side side(long points, int completions, int streak, Integer rank, String... ids) {
    return new Side(
        points,
        completions,
        new Side.Streak(streak, DAY, 9),
        new TreeSet<>(List.of(ids)),
        rank,
        null);
  }

  private static Side points(long points) {
    return new Side(points, null, null, null, null, null);
  }

  private static List<Explanation> explain(Side reported) {
    return Explanations.of(reported, COMPUTED, EVIDENCE);
  }

  private static void assertPoints(long reported, Explanation... explanations) {
    assertEquals(List.of(explanations), explain(points(reported)));
  }

  @Test
  void equalNumbersNeedNoExplanation() {
    assertEquals(List.of(), explain(COMPUTED));
  }

  @Test
  void whatTheOtherSideDoesNotSayIsNotCompared() {
    assertEquals(List.of(), explain(points(6_000)));
  }

  @Test
  void pointsOfAllAttemptsAddedUpAreRecognised() {
    assertPoints(11_000, Explanation.ofPoints(Code.attempts_summed, 5_000));
    assertPoints(5_500, Explanation.ofPoints(Code.attempts_averaged, -500));
    assertPoints(5_000, Explanation.ofPoints(Code.attempts_last, -1_000));
  }

  @Test
  void pointsOfAchievementsAdjustmentsAndHeldResultsAreRecognised() {
    assertPoints(7_500, Explanation.ofPoints(Code.achievement_points, 1_500));
    assertPoints(8_500, Explanation.ofPoints(Code.achievement_points, 2_500));
    assertPoints(6_200, Explanation.ofPoints(Code.adjustments, 200));
    assertPoints(9_000, Explanation.ofPoints(Code.held_results, 3_000));
  }

  @Test
  void severalReasonsAreRecognisedIfTheyComeToExactlyTheDifference() {
    assertPoints(
        11_000 + 3_000 + 1_500 + 200,
        Explanation.ofPoints(Code.attempts_summed, 5_000),
        Explanation.ofPoints(Code.held_results, 3_000),
        Explanation.ofPoints(Code.achievement_points, 1_500),
        Explanation.ofPoints(Code.adjustments, 200));
  }

  @Test
  void aRemainderIsUnexplainedAsAWhole() {
    assertPoints(11_001, Explanation.unexplained(Field.points, 5_001L, null));
  }

  @Test
  void completionsSayHowManyResultsAreMissingOrMore() {
    assertEquals(
        List.of(Explanation.ofCount(Code.results_missing, 3)),
        explain(side(6_000, 4, 7, 2, "first-steps", "bullseye")));
    assertEquals(
        List.of(Explanation.ofCount(Code.results_more, -1)),
        explain(side(6_000, 0, 7, 2, "first-steps", "bullseye")));
    assertEquals(
        List.of(Explanation.ofCount(Code.held_results, 1)),
        explain(side(6_000, 2, 7, 2, "first-steps", "bullseye")));
  }

  @Test
  void achievementsOfOneSideAreNamed() {
    assertEquals(
        List.of(
            Explanation.ofAchievements(Code.achievements_missing, List.of("on-a-roll")),
            Explanation.ofAchievements(Code.achievements_more, List.of("bullseye"))),
        explain(side(6_000, 1, 7, 2, "first-steps", "on-a-roll")));
  }

  @Test
  void aStreakOfEveryDayIsRecognised() {
    // When
    var daily = explain(new Side(6_000, null, new Side.Streak(3, DAY, 4), null, null, null));
    var other = explain(new Side(6_000, null, new Side.Streak(5, null, null), null, null, null));

    // Then
    assertEquals(List.of(Explanation.of(Code.streak_calendar)), daily);
    assertEquals(List.of(Explanation.unexplained(Field.streak, null, null)), other);
  }

  @Test
  void aRankFromBeforeOthersWereReportedIsNoDifference() {
    // Given
    var place = new Place(2, 5, 1, true);
    var evidence = new Evidence(Counts.NONE, Bonus.NONE, null, place);

    // When
    var explanations =
        Explanations.of(new Side(6_000, null, null, null, 6, null), COMPUTED, evidence);

    // Then
    assertEquals(List.of(Explanation.of(Code.rank_outdated)), explanations);
    assertFalse(explanations.get(0).differs());
  }

  @Test
  void anotherOrderOfEqualsIsNoDifference() {
    // When
    var explanations = explain(new Side(6_000, null, null, null, 3, null));

    // Then
    assertEquals(List.of(Explanation.of(Code.tie_order)), explanations);
    assertFalse(explanations.get(0).differs());
  }

  @Test
  void aRankThatFollowsFromThePointsOfTheOtherSideIsRecognised() {
    assertEquals(
        List.of(Explanation.ofCount(Code.rank_by_points, 3)),
        explain(new Side(6_000, null, null, null, 5, null)));
    assertEquals(
        List.of(Explanation.unexplained(Field.rank, null, 4)),
        explain(new Side(6_000, null, null, null, 6, null)));
  }
}
