package dev.laurel.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class RequestLabelsTest {
  @TestHTTPResource("/")
  URI node;

  @Inject MeterRegistry meters;

  /** What {@code *} stands for is invented by the client. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "* /api/me",
        "* /",
        "GET /api/*",
        "GET /api/\u0085*",
        "GET /api/users/\u0085*/data",
        "GET /\u0085*",
        "GET /%0A*",
        "GET //*",
        "GET /api/classes/x/board/*",
        "GET http://*/api/me",
        "GET /ws/*"
      })
  void whatAClientInventsIsNoLabel(String request) throws IOException {
    // Given
    var invented = Fresh.id("X").replace("-", "").toUpperCase(Locale.ROOT);

    // When
    try (var client = new Dripping(node)) {
      client.send(
          request.replace("*", invented)
              + " HTTP/1.1\r\nHost: laurel\r\nConnection: close\r\n\r\n");
      assertTrue(client.awaitEnd().startsWith("HTTP/1.1 "));
    }

    // Then
    awaitMeasured();
    assertEquals(
        List.of(),
        meters.getMeters().stream()
            .map(meter -> meter.getId().toString())
            .filter(id -> id.contains(invented))
            .toList());
  }

  @Test
  void methodsOfHttpAreLabels() throws IOException {
    // When
    try (var client = new Dripping(node)) {
      client.send("PATCH /api/me HTTP/1.1\r\nHost: laurel\r\nConnection: close\r\n\r\n");
      client.awaitEnd();
    }

    // Then
    await()
        .until(
            () -> !meters.find("http.server.requests").tag("method", "PATCH").timers().isEmpty());
  }

  /** Requests are measured in their order, after they are answered. */
  private void awaitMeasured() throws IOException {
    long before = measured();
    try (var client = new Dripping(node)) {
      client.send("GET /api/me HTTP/1.1\r\nHost: laurel\r\nConnection: close\r\n\r\n");
      client.awaitEnd();
    }
    await().until(() -> measured() > before);
  }

  private long measured() {
    return meters.find("http.server.requests").tag("uri", "/api/me").timers().stream()
        .mapToLong(timer -> timer.count())
        .sum();
  }
}
