package dev.laurel.broadcast;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.laurel.testing.EmbeddedServersResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class RedisReadinessTest {
  @Test
  void whetherRedisIsReachedIsSaidAmongTheData() {
    await()
        .untilAsserted(
            () -> {
              var health = given().get("/q/health/ready").then().statusCode(200).extract();
              assertEquals(
                  true, health.jsonPath().get("checks.find { it.name == 'redis' }.data.reachable"));
            });
  }
}
