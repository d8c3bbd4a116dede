package dev.laurel.tracing;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.testing.Api;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SocketClient;
import dev.laurel.testing.SubmissionJson;
import dev.laurel.testing.TestTokens;
import dev.laurel.testing.TightLimitsProfile;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(TightLimitsProfile.class)
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class TracesTest {
  private static final String SPAN_OF_THE_GRADER = "00f067aa0ba902b7";

  @TestHTTPResource("/")
  URI node;

  @Inject Spans spans;

  private final String alice = Fresh.id("alice");
  private final String bob = Fresh.id("bob");
  private final String trace = UUID.randomUUID().toString().replace("-", "");

  @Test
  void traceLeadsFromThePostToTheSockets() {
    try (var one = SocketClient.open(node, "/ws/game/", TestTokens.of(alice));
        var other = SocketClient.open(node, "/ws/game/", TestTokens.of(alice))) {
      one.probe();
      other.probe();

      // When
      post(trace, SubmissionJson.practice(alice).at(Instant.now().minusSeconds(3)));
      int frames = one.awaitFrames(6).size() - 1;
      other.awaitFrames(6);

      // Then
      await().until(() -> named("write frames").size() == 2);
      var post = the("POST /api/submissions");
      var commit = the("commit submissions");
      var publish = the("publish user:{id}");
      var receive = the("receive user:{id}");
      assertEquals(SPAN_OF_THE_GRADER, post.getParentSpanId());
      assertEquals(post.getSpanId(), commit.getParentSpanId());
      assertEquals(commit.getSpanId(), publish.getParentSpanId());
      assertEquals(publish.getSpanId(), receive.getParentSpanId());
      assertEquals(
          List.of(SpanKind.SERVER, SpanKind.INTERNAL, SpanKind.PRODUCER, SpanKind.CONSUMER),
          List.of(post.getKind(), commit.getKind(), publish.getKind(), receive.getKind()));
      assertEquals(1, commit.getAttributes().get(TraceAttributes.SUBMISSIONS));
      assertEquals(frames, publish.getAttributes().get(TraceAttributes.FRAMES));
      assertEquals(2, receive.getAttributes().get(TraceAttributes.SOCKETS));
      for (var write : named("write frames")) {
        assertEquals(receive.getSpanId(), write.getParentSpanId());
        assertEquals(frames, write.getAttributes().get(TraceAttributes.FRAMES));
        assertEquals(frames, write.getAttributes().get(TraceAttributes.FRAME_TYPES).size());
        assertTrue(
            write.getAttributes().get(TraceAttributes.FRAME_TYPES).contains("points_update"));
        long age = write.getAttributes().get(TraceAttributes.AGE);
        assertTrue(age >= 3_000 && age < 30_000, () -> age + " ms");
      }
    }
  }

  @Test
  void usersOfOneBatchShareItsTrace() {
    try (var alices = SocketClient.open(node, "/ws/game/", TestTokens.of(alice));
        var bobs = SocketClient.open(node, "/ws/game/", TestTokens.of(bob))) {
      alices.probe();
      bobs.probe();

      // When
      post(trace, List.of(SubmissionJson.practice(alice), SubmissionJson.practice(bob)));

      // Then
      await().until(() -> named("write frames").size() == 2);
      assertEquals(2, named("receive user:{id}").size());
      var published = named("publish user:{id}").stream().map(SpanData::getSpanId).toList();
      for (var receive : named("receive user:{id}")) {
        assertTrue(published.contains(receive.getParentSpanId()));
      }
    }
  }

  @Test
  void notificationOfAnotherBackEndIsTraced() {
    try (var socket = SocketClient.open(node, "/ws/game/", TestTokens.of(alice))) {
      socket.probe();

      // When
      Api.as("lms", "grader")
          .header("traceparent", "00-" + trace + "-" + SPAN_OF_THE_GRADER + "-01")
          .body("{\"type\":\"streak_update\",\"current_streak\":1,\"streak_type\":\"daily\"}")
          .post("/api/users/{id}/notifications", alice)
          .then()
          .statusCode(201);

      // Then
      await().until(() -> named("write frames").size() == 1);
      assertEquals(
          the("POST /api/users/{id}/notifications").getSpanId(),
          the("publish user:{id}").getParentSpanId());
    }
  }

  @Test
  void submissionNotSampledByTheGraderIsNotTraced() {
    // Given
    var later = UUID.randomUUID().toString().replace("-", "");
    try (var socket = SocketClient.open(node, "/ws/game/", TestTokens.of(alice))) {
      socket.probe();

      // When
      Api.as("gradebot", "grader")
          .header("traceparent", "00-" + trace + "-" + SPAN_OF_THE_GRADER + "-00")
          .body(Api.text(SubmissionJson.practice(alice)))
          .post("/api/submissions")
          .then()
          .statusCode(201);
      post(later, SubmissionJson.practice(alice));

      // Then
      spans.await(later, span -> span.getName().equals("write frames"));
      assertEquals(List.of(), spans.ofTrace(trace));
    }
  }

  @Test
  void openSocketHasNoSpan() {
    // When
    try (var socket = SocketClient.open(node, "/ws/game/", TestTokens.of(alice))) {
      socket.probe();
      post(trace, SubmissionJson.practice(alice));
      spans.await(trace, span -> span.getName().equals("write frames"));
    }

    // Then
    assertNotEquals(List.of(), spans.all());
    assertEquals(
        List.of(), spans.all().stream().filter(span -> span.getName().contains("/ws")).toList());
  }

  private void post(String traceId, Object body) {
    Api.as("gradebot", "grader")
        .header("traceparent", "00-" + traceId + "-" + SPAN_OF_THE_GRADER + "-01")
        .body(Api.text(body))
        .post("/api/submissions")
        .then()
        .statusCode(body instanceof List ? 200 : 201);
    spans.await(traceId, span -> span.getKind() == SpanKind.SERVER);
  }

  private SpanData the(String name) {
    var found = named(name);
    assertEquals(1, found.size(), () -> name + " of " + spans.ofTrace(trace));
    return found.get(0);
  }

  private List<SpanData> named(String name) {
    return spans.ofTrace(trace).stream().filter(span -> span.getName().equals(name)).toList();
  }
}
