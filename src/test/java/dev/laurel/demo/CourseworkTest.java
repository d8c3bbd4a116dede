package dev.laurel.demo;

import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.submission.SubmissionRequest;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CourseworkTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final int MANY = 2_000;
  private static final double GOOD_ENOUGH = 80;

  @Test
  void exerciseIsRepeatedUntilTheScoreIsGoodEnough() {
    // Given
    var coursework = new Coursework(DemoClass.students(), new Random(1));

    // When
    var byProblem =
        Stream.generate(() -> coursework.next(NOW))
            .limit(MANY)
            .collect(groupingBy(submission -> submission.problem().id()));

    // Then
    assertTrue(byProblem.size() > MANY / 4, "the class runs out of problems");
    byProblem.values().forEach(CourseworkTest::assertEndsWhenGoodEnough);
  }

  private static void assertEndsWhenGoodEnough(List<SubmissionRequest> attempts) {
    for (int i = 0; i < attempts.size(); i++) {
      assertEquals(i + 1, attempts.get(i).attemptNumber());
      assertEquals(attempts.get(0).user(), attempts.get(i).user());
      assertTrue(i == attempts.size() - 1 || attempts.get(i).score() < GOOD_ENOUGH);
    }
  }

  @Test
  void everyStudentSubmitsAndDiligentOnesMore() {
    // Given
    var idle = new Student("idle", 0.7, 0.3);
    var busy = new Student("busy", 0.7, 0.9);
    var coursework = new Coursework(List.of(idle, busy), new Random(1));

    // When
    var byUser =
        Stream.generate(() -> coursework.next(NOW))
            .limit(MANY)
            .collect(groupingBy(submission -> submission.user().id()));

    // Then
    double share = (double) byUser.get("busy").size() / MANY;
    assertEquals(0.75, share, 0.05);
  }
}
