package dev.laurel.authority;

import static dev.laurel.testing.Api.accept;
import static dev.laurel.testing.Api.frames;
import static dev.laurel.testing.Api.me;
import static dev.laurel.testing.Api.submit;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.testing.EmbeddedServersResource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Laurel would count in a class where another back end's numbers count. */
@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class ShadowTest {
  private MovingClass course;
  private String ada;

  @BeforeEach
  void aClass() {
    course = new MovingClass(1);
    ada = course.student();
  }

  private ShadowStanding shadow() {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                ShadowStanding.of(course.id).stream()
                    .filter(row -> row.userId.equals(ada))
                    .findFirst()
                    .orElse(new ShadowStanding()));
  }

  @Test
  void theShadowIsWhatLaurelWouldCount() {
    // Given
    accept(course.practice());
    int events = frames(ada).size();
    course.change("shadow");
    course
        .report(
            Map.of(
                "user",
                Map.of("id", ada),
                "points",
                7,
                "completions",
                9,
                "achievements",
                List.of(
                    Map.of("id", "first-steps", "earned_at", "2026-03-02T10:00:00Z"),
                    Map.of("id", "evergreen", "earned_at", "2026-03-02T10:00:00Z"))))
        .statusCode(200);

    // When
    submit(course.practice()).body("outcome", equalTo("kept"));

    // Then
    await()
        .untilAsserted(
            () -> {
              var shadow = shadow();
              assertEquals(16_000, shadow.points);
              assertEquals(2, shadow.completions);
              assertEquals(1, shadow.streak);
              assertEquals(LocalDate.now(ZoneOffset.UTC), shadow.lastDay);
              assertEquals(List.of("first-steps"), shadow.achievements);
            });
    assertEquals(7, course.board().getInt("entries[0].total_points"));
    assertTrue(me(ada).getList("achievements.id").contains("evergreen"));
    assertEquals(events, frames(ada).size());
  }
}
