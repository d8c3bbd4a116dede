package dev.laurel.reconciliation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.laurel.leaderboard.Page.Player;
import dev.laurel.reconciliation.Explanation.Code;
import dev.laurel.reconciliation.Explanation.Field;
import dev.laurel.reconciliation.ReconciliationPage.Comparison;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The comparison of a class as CSV. */
class ReconciliationTableTest {
  @Test
  void aLineHasBothSidesAndTheExplanations() {
    // Given
    var computed =
        new Side(6_050, 1, new Side.Streak(3, null, 4), new TreeSet<>(List.of("a")), 2, null);
    var reported = new Side(11_050, null, null, new TreeSet<>(List.of("a", "b", "c")), null, null);
    var explanations =
        List.of(
            Explanation.ofPoints(Code.attempts_summed, 5_000),
            Explanation.ofAchievements(Code.achievements_missing, List.of("b", "c")),
            Explanation.unexplained(Field.rank, null, -1));

    // When
    var table =
        ReconciliationTable.of(
            List.of(
                new Comparison(new Player("ada", "=Ada"), false, reported, computed, explanations),
                new Comparison(new Player("bob", "Bob"), true, null, computed, List.of())));

    // Then
    assertEquals(
        """
        id,username,equal,points,reported_points,completions,reported_completions,achievements,reported_achievements,streak,\
        reported_streak,rank,reported_rank,explanations
        ada,"'=Ada",false,60.5,110.5,1,,1,3,3,,2,,"attempts_summed 50; achievements_missing b c; unexplained rank -1"
        bob,Bob,true,60.5,,1,,1,,3,,2,,
        """,
        table);
  }
}
