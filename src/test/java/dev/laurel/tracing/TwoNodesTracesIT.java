package dev.laurel.tracing;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.testing.Api;
import dev.laurel.testing.CourseBackEnd;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.LaurelProcess;
import dev.laurel.testing.SocketClient;
import dev.laurel.testing.TestTokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Packaged nodes, and what they send to a collector by OTLP. */
class TwoNodesTracesIT {
  private final String alice = Fresh.id("alice");
  private final String trace = UUID.randomUUID().toString().replace("-", "");

  @Test
  void traceContinuesOnAnotherNode() throws Exception {
    try (var ofFirst = Collector.start();
        var ofSecond = Collector.start();
        var first = new LaurelProcess(environment(ofFirst));
        var second = new LaurelProcess(environment(ofSecond))) {
      first.awaitReady();
      second.awaitReady();
      try (var socket = SocketClient.open(second.baseUri(), "/ws/game/", TestTokens.of(alice))) {
        socket.probe();

        // When
        post(first.baseUri());
        socket.await("points_update");

        // Then
        await().until(() -> ofFirst.has(trace, "publish user:{id}"));
        await().until(() -> ofSecond.has(trace, "write frames"));
        await().until(() -> ofFirst.has(trace, "commit submissions"));
        await().until(() -> ofSecond.has(trace, "receive user:{id}"));
        assertFalse(ofFirst.has(trace, "receive user:{id}"));
      }
    }
  }

  @Test
  void nodeWithoutCollectorAddressConnectsNowhereAndLogsNothing() throws Exception {
    // Given
    try (var collector = Collector.start()) {
      var environment = new HashMap<>(environment(collector));
      // As compose files give what is not set.
      environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", "");
      environment.put("QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT", collector.address());
      try (var node = LaurelProcess.start(environment)) {
        // When
        post(node.baseUri());
        node.stop();

        // Then
        assertEquals(0, collector.requests());
        assertEquals(
            List.of(),
            node.log().lines().filter(line -> line.contains(" WARN ")).toList(),
            node::log);
      }
    }
  }

  @Test
  void requestsAreNotDelayedWhileTheCollectorIsAway() throws Exception {
    // Given
    String address;
    try (var collector = Collector.start()) {
      address = collector.address();
    }
    var environment = new HashMap<>(environment(address));
    try (var node = LaurelProcess.start(environment);
        var socket = SocketClient.open(node.baseUri(), "/ws/game/", TestTokens.of(alice))) {
      // When
      post(node.baseUri());

      // Then
      socket.await("points_update");
    }
  }

  @Test
  void logLinesContainTheirTrace() throws Exception {
    // Given
    try (var collector = Collector.start()) {
      var environment = new HashMap<>(environment(collector));
      environment.put("LAUREL_LOGS_JSON", "true");
      try (var node = LaurelProcess.start(environment)) {
        // When
        send(
            HttpRequest.newBuilder(
                    node.baseUri().resolve("/api/users/" + alice + "/sessions?token_id=1"))
                .DELETE(),
            TestTokens.of("prof", "operator"));

        // Then
        var line =
            await()
                .until(
                    () ->
                        node.log().lines().filter(any -> any.contains("token revoked")).findFirst(),
                    Optional::isPresent)
                .orElseThrow();
        assertTrue(line.contains("\"traceId\":\"" + trace + "\""), line);
        assertTrue(line.contains("\"spanId\":"), line);
      }
    }
  }

  private static Map<String, String> environment(Collector collector) {
    return environment(collector.address());
  }

  private static Map<String, String> environment(String collector) {
    var environment = new HashMap<>(LaurelProcess.environment(EmbeddedServersResource.settings()));
    environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", collector);
    environment.put("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
    environment.put("QUARKUS_OTEL_BSP_SCHEDULE_DELAY", "200ms");
    return environment;
  }

  private void post(URI node) throws IOException, InterruptedException {
    var body = BodyPublishers.ofString(Api.text(CourseBackEnd.practice(alice, null, 100)));
    var request = HttpRequest.newBuilder(node.resolve("/api/submissions")).POST(body);
    assertEquals(201, send(request, TestTokens.of("gradebot", "grader")));
  }

  private int send(HttpRequest.Builder request, String token)
      throws IOException, InterruptedException {
    request
        .header("Authorization", "Bearer " + token)
        .header("Content-Type", "application/json")
        .header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01");
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.discarding()).statusCode();
  }
}
