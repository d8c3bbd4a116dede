package dev.laurel.submission;

import static dev.laurel.testing.Api.accept;
import static dev.laurel.testing.Api.frames;
import static dev.laurel.testing.Api.me;
import static dev.laurel.testing.Api.submit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SubmissionJson;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Attempts of which the grader does not say the number. */
@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class AttemptsTest {
  private final String user = Fresh.id("u");
  private final SubmissionJson attempt = SubmissionJson.practice(user).without("attempt_number");

  @Test
  void aFirstAttemptThatSolvesIsAFirstTry() {
    // When
    accept(attempt);

    // Then
    assertEquals(List.of(1), numbers());
    assertTrue(isFirstTry());
  }

  @Test
  void aSecondAttemptThatSolvesIsNoFirstTry() {
    // Given
    accept(attempt.score(10));

    // When
    accept(attempt.retried());

    // Then
    assertEquals(List.of(2), numbers());
    assertFalse(isFirstTry());
  }

  @Test
  void attemptsInOneBatchAreCounted() {
    // When
    submit(List.of(attempt.score(10), attempt.retried(), attempt.retried())).statusCode(200);

    // Then
    assertEquals(List.of(2, 3), numbers());
    assertFalse(isFirstTry());
  }

  @Test
  void attemptsAtAnotherProblemAreNotCounted() {
    // Given
    accept(SubmissionJson.practice(user).score(10));

    // When
    accept(attempt);

    // Then
    assertEquals(List.of(1), numbers());
  }

  @Test
  void attemptsAtTheSameProblemIdOfAnotherSourceAreNotCounted() {
    // Given
    accept(attempt.with("source", "another").score(10));

    // When
    accept(attempt.retried());

    // Then
    assertEquals(List.of(1), numbers());
  }

  @Test
  void theServiceCountsOnFromTheGradersNumber() {
    // Given
    accept(attempt.with("attempt_number", 4));

    // When
    accept(attempt.retried());

    // Then
    assertEquals(List.of(4, 5), numbers());
  }

  @Test
  void theGradersNumberIsBelievedAfterACountedOne() {
    // Given
    accept(attempt.score(10));

    // When
    accept(attempt.retried().with("attempt_number", 7));

    // Then
    assertEquals(List.of(7), numbers());
  }

  @Test
  void aRegradeKeepsTheNumberOfItsAttempt() {
    // Given
    accept(attempt.score(10));
    accept(attempt.retried().score(20));

    // When
    accept(attempt.regraded(2, 90));

    // Then
    assertEquals(List.of(1), numbers());
    assertTrue(isFirstTry());
  }

  @Test
  void aRepetitionIsNoAttempt() {
    // Given
    accept(attempt.score(10));
    submit(attempt.score(10)).statusCode(200);

    // When
    accept(attempt.retried());

    // Then
    assertEquals(List.of(2), numbers());
  }

  /** The numbers of the attempts that completed the practice, in the user's log. */
  private List<Object> numbers() {
    return frames(user).stream()
        .filter(frame -> frame.get("type").equals("practice_completed"))
        .map(frame -> frame.get("attempt_number"))
        .toList();
  }

  private boolean isFirstTry() {
    return me(user).getList("achievements.id").contains("first-try");
  }
}
