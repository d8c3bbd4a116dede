package dev.laurel.points;

import static dev.laurel.testing.Api.accept;
import static dev.laurel.testing.Api.classBoard;
import static dev.laurel.testing.Api.me;
import static dev.laurel.testing.Api.submit;
import static org.hamcrest.Matchers.contains;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SubmissionJson;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The time at which work was handed in decides, not the time at which it was graded. */
@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class HandedInTest {
  private static final Instant NOW = Instant.now().minusSeconds(60);

  private final String ada = Fresh.id("ada");
  private final String bob = Fresh.id("bob");
  private final String classId = Fresh.id("c");

  @Test
  void workHandedInOnTwoDaysAndGradedOnOneIsAStreakOfTwo() {
    // When
    accept(SubmissionJson.practice(ada).at(NOW).handedIn(NOW.minus(Duration.ofDays(1))));
    accept(SubmissionJson.practice(ada).at(NOW).handedIn(NOW));

    // Then
    assertEquals(2, me(ada).getInt("current_streak"));
  }

  @Test
  void whoHandedInFirstComesFirstAmongEqualsThoughGradedLater() {
    // Given
    var work = SubmissionJson.practice(ada).inClass(classId);

    // When
    accept(work.at(NOW).handedIn(NOW.minusSeconds(20)));
    accept(
        work.retried().with("user.id", bob).at(NOW.plusSeconds(30)).handedIn(NOW.minusSeconds(40)));

    // Then
    assertEquals(List.of(bob, ada), classBoard(classId, ada).getList("entries.user.id"));
  }

  @Test
  void aRegradeThatNamesNoTimeIsWorkOfTheSameDay() {
    // Given
    var work = SubmissionJson.practice(ada).score(40);
    accept(work.at(NOW).handedIn(NOW.minus(Duration.ofDays(40))));

    // When
    accept(work.regraded(2, 80));

    // Then
    assertEquals(90, me(ada).getInt("total_points"));
    assertEquals(0, me(ada).getInt("current_streak"));
  }

  @Test
  void workCannotBeHandedInAfterItWasGraded() {
    submit(SubmissionJson.practice(ada).at(NOW.minusSeconds(3600)).handedIn(NOW))
        .statusCode(400)
        .body("errors.field", contains("submitted_at"))
        .body("errors.message", contains("must not be after graded_at"));
  }

  @Test
  void theSameResultWithAnotherTimeIsAConflict() {
    // Given
    var work = SubmissionJson.practice(ada).at(NOW).handedIn(NOW.minusSeconds(20));
    accept(work);

    // Then
    submit(work.handedIn(NOW.minusSeconds(21)))
        .statusCode(409)
        .body("errors.field", contains("submitted_at"));
  }
}
