package dev.laurel.profile;

import static dev.laurel.testing.Api.accept;
import static dev.laurel.testing.Api.as;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SubmissionJson;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class MeTest {
  private final String user = Fresh.id("u");

  @Test
  void aNewUserHasZeroPoints() {
    as(user)
        .get("/api/me")
        .then()
        .statusCode(200)
        .body("user.id", equalTo(user))
        .body("user.username", equalTo("name-" + user))
        .body("total_points", equalTo(0))
        .body("global_rank", nullValue())
        .body("current_streak", equalTo(0))
        .body("streak_lapses_at", nullValue())
        .body("achievements", hasSize(0))
        .body("unread", equalTo(0))
        .body("last_seq", equalTo(0));
  }

  @Test
  void aSubmissionChangesEveryFigure() {
    // When
    accept(SubmissionJson.practice(user));

    // Then
    as(user)
        .get("/api/me")
        .then()
        .statusCode(200)
        .body("total_points", equalTo(90))
        .body("global_rank", greaterThanOrEqualTo(1))
        .body("current_streak", equalTo(1))
        .body("achievements", hasSize(1))
        .body("achievements[0].id", equalTo("first-steps"))
        .body("achievements[0].name", equalTo("First Steps"))
        .body("achievements[0].description", equalTo("Complete your first problem"))
        .body("achievements[0].badge_type", equalTo("first_completion"))
        .body("achievements[0].rarity", equalTo("common"))
        .body("achievements[0].earned_at", matchesPattern("\\d{4}-\\d\\d-\\d\\dT.*Z"))
        .body("unread", equalTo(5))
        .body("last_seq", equalTo(5));
  }

  @Test
  void theGradersNameOfAUserHasPrecedenceOverTheTokens() {
    // When
    accept(SubmissionJson.practice(user).with("user.username", "Alice"));

    // Then
    as(user).get("/api/me").then().body("user.username", equalTo("Alice"));
  }
}
