package dev.laurel.broadcast;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.laurel.testing.EmbeddedServersResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** What a node that has all it needs says of its health. */
@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class HealthTest {
  @Test
  void readinessReportsWhetherRedisIsReachable() {
    await()
        .untilAsserted(
            () -> {
              var health = given().get("/q/health/ready").then().statusCode(200).extract();
              assertEquals(
                  true, health.jsonPath().get("checks.find { it.name == 'redis' }.data.reachable"));
            });
  }

  @Test
  void nodeIsStartedOnceItHasTriedToSubscribe() {
    await()
        .untilAsserted(
            () -> {
              var health = given().get("/q/health/started").then().statusCode(200).extract();
              assertEquals(
                  "UP", health.jsonPath().get("checks.find { it.name == 'subscription' }.status"));
            });
  }

  @Test
  void nodeIsAliveWhileItsEventLoopsTurn() {
    given()
        .get("/q/health/live")
        .then()
        .statusCode(200)
        .body("checks.find { it.name == 'event loops' }.data.stalled", equalTo(0));
  }
}
