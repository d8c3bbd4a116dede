package dev.laurel.tracing;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.laurel.testing.Api;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SocketClient;
import dev.laurel.testing.SubmissionJson;
import dev.laurel.testing.TestTokens;
import dev.laurel.testing.TightLimitsProfile;
import io.opentelemetry.semconv.UrlAttributes;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What spans say while secrets come in by every way there is. */
@QuarkusTest
@TestProfile(TightLimitsProfile.class)
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class TraceLeakTest {
  @TestHTTPResource("/")
  URI node;

  @Inject Spans spans;

  private final String alice = Fresh.id("alice");
  private final String token = TestTokens.of(alice);
  private final String query = Fresh.id("query");
  private final String ticket = Fresh.id("ticket");

  @Test
  void spansContainNoTokenQueryOrUser() {
    // When
    try (var game = SocketClient.open(node, "/ws/game/?x=" + query, token);
        var boards = SocketClient.open(node, "/ws/leaderboard/?x=" + query, token)) {
      boards.probe();
      Api.accept(SubmissionJson.practice(alice));
      game.await("points_update");
    }
    for (var path : List.of("/ws/game/", "/ws/leaderboard/", "/ws/none/")) {
      // No upgrades, so that they are answered as any request is.
      RestAssured.get(path + "?token=" + token + "&ticket=" + ticket);
      SocketClient.refusal(node, path + "?ticket=" + ticket, token + "x");
    }
    for (var path :
        List.of(
            "/api/me",
            "/api/notifications?since=0&wait=1",
            "/api/notifications?since=99&wait=1",
            "/api/notifications?since=" + query,
            "/api/nothing-here",
            "/nothing-here/" + alice,
            "/api/users/" + alice + "/data",
            "/api/users/" + alice + "/notifications",
            "/assets/" + alice)) {
      var address = path + (path.contains("?") ? "&" : "?") + "token=" + token + "&x=" + query;
      Api.as(alice).urlEncodingEnabled(false).get(address);
      RestAssured.given().urlEncodingEnabled(false).get(address);
    }
    Api.as("gradebot", "grader")
        .body("{\"type\":\"" + query + "\"}")
        .post("/api/users/" + alice + "/notifications?x=" + query);
    Api.as("gradebot", "grader").body("{" + query).post("/api/submissions?token=" + token);

    // Then
    for (var name : List.of("write frames", "GET /api/notifications", "GET /api/users/{id}/data")) {
      await().until(() -> spans.all().stream().anyMatch(span -> span.getName().equals(name)));
    }
    var secrets = Stream.concat(Stream.of(query, ticket, alice), Stream.of(token.split("\\.")));
    for (var secret : secrets.toList()) {
      assertEquals(
          List.of(),
          spans.all().stream().filter(span -> span.toString().contains(secret)).toList());
    }
    var queries =
        spans.all().stream()
            .map(span -> span.getAttributes().get(UrlAttributes.URL_QUERY))
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    assertEquals(Set.of("REDACTED"), queries);
  }
}
