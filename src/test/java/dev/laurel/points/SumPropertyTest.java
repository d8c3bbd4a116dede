package dev.laurel.points;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.laurel.rules.Policy;
import dev.laurel.rules.Policy.Type;
import dev.laurel.rules.ProblemRule;
import dev.laurel.submission.Exercise;
import dev.laurel.submission.GradedSubmission;
import dev.laurel.submission.Kind;
import dev.laurel.submission.Labels;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Attempts that are added up come to the same whenever some of them expire, in any order. */
class SumPropertyTest {
  private static final Instant START = Instant.parse("2026-11-20T12:00:00Z");
  private static final ProblemRule RULE =
      new ProblemRule("g", "p", new Policy(Type.sum, null, null), null);

  @TestFactory
  List<DynamicTest> expiryChangesNothing() {
    return LongStream.of(1, 2, 3, 4, 5, System.nanoTime())
        .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> expiryChangesNothing(seed)))
        .toList();
  }

  private static void expiryChangesNothing(long seed) {
    // Given
    var random = new Random(seed);
    var results = new ArrayList<GradedSubmission>();
    for (int i = 0; i < 12; i++) {
      results.add(result(i, random));
    }
    var all = new Attempts(RULE, results, Best.NONE).counted();
    var kept = new ArrayList<>(results);
    var expired = Best.NONE;

    while (kept.size() > 1) {
      // When
      var gone = kept.remove(random.nextInt(kept.size()));
      expired = new Attempts(RULE, List.of(gone), expired).counted();

      // Then
      assertEquals(all, new Attempts(RULE, kept, expired).counted());
    }
    assertEquals(results.stream().mapToInt(GradedSubmission::points).sum(), all.points());
  }

  private static GradedSubmission result(int number, Random random) {
    var at = START.plusSeconds(random.nextInt(20));
    return new GradedSubmission(
        "g",
        "s-" + number,
        1,
        "ada",
        "c",
        Kind.practice,
        new Exercise("p", "P", 10_000),
        random.nextInt(-30, 101),
        100,
        random.nextInt(3) == 0 ? random.nextInt(-500, 9_000) : null,
        1 + random.nextInt(3),
        at,
        at,
        ZoneOffset.UTC,
        random.nextBoolean(),
        Labels.NONE,
        null);
  }
}
