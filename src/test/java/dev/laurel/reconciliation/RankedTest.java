package dev.laurel.reconciliation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.leaderboard.Page.Player;
import dev.laurel.reconciliation.Explanation.Code;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The two sides of the students of a class, with the ranks of their points. */
class RankedTest {
  private static Side reported(long points, Integer rank) {
    return new Side(points, null, null, null, rank, null);
  }

  private static Side computed(long points) {
    return new Side(points, 0, new Side.Streak(0, null, 0), new TreeSet<>(), null, null);
  }

  private static StudentSides student(String id, Side reported, Side computed) {
    return new StudentSides(new Player(id, id), true, reported, computed);
  }

  private static List<Code> codes(Ranked one) {
    return one.explain().stream().map(Explanation::code).toList();
  }

  @Test
  void equalsShareARankAndMayBeListedInAnyOrder() {
    // When
    var ranked =
        Ranked.of(
            List.of(
                student("ada", reported(900, 1), computed(900)),
                student("bob", reported(500, 3), computed(500)),
                student("cleo", reported(500, 2), computed(500)),
                student("dan", reported(100, 4), computed(100))));

    // Then
    assertEquals(
        List.of(1, 2, 2, 4), ranked.stream().map(one -> one.sides().computed().rank()).toList());
    assertTrue(ranked.stream().allMatch(Ranked::isEqual));
    assertEquals(List.of(Code.tie_order), codes(ranked.get(1)));
    assertEquals(List.of(), codes(ranked.get(2)));
  }

  @Test
  void aStudentWithNothingNeedNotBeTold() {
    // When
    var ranked =
        Ranked.of(List.of(student("ada", null, computed(0)), student("bob", null, computed(100))));

    // Then
    assertTrue(ranked.get(0).isEqual());
    assertFalse(ranked.get(1).isEqual());
    assertEquals(List.of(Code.not_reported_yet), codes(ranked.get(1)));
  }

  @Test
  void aRankMayFollowFromThePointsOfOthers() {
    // When
    var ranked =
        Ranked.of(
            List.of(
                student("ada", reported(500, 2), computed(500)),
                student("bob", reported(600, 1), computed(400))));

    // Then
    assertEquals(List.of(Code.rank_by_points), codes(ranked.get(0)));
    assertEquals(List.of(Code.unexplained, Code.rank_by_points), codes(ranked.get(1)));
  }

  @Test
  void aDroppedMemberHasNoRankAndTakesNone() {
    // Given
    var dropped =
        new StudentSides(new Player("ada", "ada"), false, reported(900, 1), computed(900));

    // When
    var ranked = Ranked.of(List.of(dropped, student("bob", reported(500, 2), computed(500))));

    // Then
    assertEquals(List.of(Code.dropped_member), codes(ranked.get(0)));
    assertEquals(1, ranked.get(1).sides().computed().rank());
    assertEquals(List.of(Code.rank_by_points), codes(ranked.get(1)));
  }
}
