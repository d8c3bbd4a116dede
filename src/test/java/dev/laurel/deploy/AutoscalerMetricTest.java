package dev.laurel.deploy;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SocketClient;
import dev.laurel.testing.TestTokens;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** The autoscaler counts connections by a metric that the service exports. */
@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class AutoscalerMetricTest {
  @TestHTTPResource URI node;

  @Test
  void metricOfTheAutoscalerIsExported() {
    // Given
    var names =
        Manifests.of("production").stream()
            .filter(manifest -> "HorizontalPodAutoscaler".equals(manifest.path("kind").asText()))
            .flatMap(scaler -> scaler.findValues("metric").stream())
            .map(metric -> metric.path("name"))
            .map(JsonNode::asText)
            .toList();
    assertEquals(1, names.size());
    try (var socket = SocketClient.open(node, "/ws/game/", TestTokens.of(Fresh.id("ada")))) {
      socket.probe();

      // When
      var metrics = given().get("/q/metrics").then().statusCode(200).extract().asString();

      // Then
      assertTrue(
          metrics.lines().anyMatch(line -> line.startsWith(names.get(0) + "{endpoint=")), metrics);
    }
  }
}
