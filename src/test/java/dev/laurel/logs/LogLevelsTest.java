package dev.laurel.logs;

import static dev.laurel.testing.Api.as;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.OtherNode;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class LogLevelsTest {
  @Inject OtherNode otherNode;

  /** A category that no other test uses. */
  private final String category =
      "laurel."
          + Fresh.id("room")
              .chars()
              .mapToObj(c -> String.valueOf((char) ('a' + c % 26)))
              .limit(30)
              .collect(Collectors.joining());

  private final Logger logger = Logger.getLogger(category);

  private ValidatableResponse set(String category, String body) {
    return as("ops", "operator")
        .body(body)
        .put("/api/operations/log-levels/{category}", category)
        .then();
  }

  @Test
  void aLevelIsSetAndEndsByItself() {
    // Given
    assertFalse(logger.isDebugEnabled());

    // When
    set(category, "{\"level\":\"DEBUG\",\"seconds\":3}")
        .statusCode(200)
        .body("category", equalTo(category));

    // Then
    assertTrue(logger.isDebugEnabled());
    await().atMost(Duration.ofSeconds(10)).until(() -> !logger.isDebugEnabled());
    assertTrue(logger.isInfoEnabled());
  }

  @Test
  void settingALevelIsAudited() {
    // Given
    var operator = Fresh.id("ops");

    // When
    as(operator, "operator")
        .body("{\"level\":\"DEBUG\",\"seconds\":60}")
        .put("/api/operations/log-levels/{category}", category)
        .then()
        .statusCode(200);

    // Then
    var entry = "items.find { it.actor == '" + operator + "' }.";
    as("ops", "operator")
        .get("/api/audit")
        .then()
        .body(entry + "action", equalTo("log_level_set"))
        .body(entry + "target", equalTo(category))
        .body(entry + "detail", equalTo("DEBUG for 60 s"));
  }

  @Test
  void otherCategoriesKeepTheirLevel() {
    // When
    set(category, "{\"level\":\"DEBUG\"}").statusCode(200);

    // Then
    assertFalse(Logger.getLogger(category + "x").isDebugEnabled());
  }

  @Test
  void levelsThatAreSetAreListed() {
    // When
    set(category, "{\"level\":\"DEBUG\",\"seconds\":60}").statusCode(200);

    // Then
    var shown =
        as("ops", "operator")
            .get("/api/operations/log-levels")
            .then()
            .statusCode(200)
            .extract()
            .jsonPath();
    assertEquals("DEBUG", shown.getString("find { it.category == '" + category + "' }.level"));
  }

  @Test
  void settingALevelAgainPostponesItsEnd() {
    // Given
    set(category, "{\"level\":\"DEBUG\",\"seconds\":1}").statusCode(200);

    // When
    set(category, "{\"level\":\"DEBUG\",\"seconds\":600}").statusCode(200);

    // Then
    await()
        .during(Duration.ofMillis(1500))
        .atMost(Duration.ofSeconds(5))
        .until(logger::isDebugEnabled);
  }

  @Test
  void aLevelSetOnAnotherNodeAppliesHere() {
    // When
    otherNode.publish("log-levels", "another-node " + category + " DEBUG 60");

    // Then
    await().atMost(Duration.ofSeconds(10)).until(logger::isDebugEnabled);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "org.hibernate.SQL | {\"level\":\"DEBUG\"} | category",
        "laurelx | {\"level\":\"DEBUG\"} | category",
        "laurel.realtime | {} | level",
        "laurel.realtime | {\"level\":\"LOUD\"} | level",
        "laurel.realtime | {\"level\":\"DEBUG\",\"seconds\":0} | seconds",
        "laurel.realtime | {\"level\":\"DEBUG\",\"seconds\":86401} | seconds"
      })
  void invalidRequestsNameTheField(String category, String body, String field) {
    set(category, body).statusCode(400).body("errors[0].field", equalTo(field));
  }
}
