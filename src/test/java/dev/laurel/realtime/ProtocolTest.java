package dev.laurel.realtime;

import static dev.laurel.testing.Api.as;
import static dev.laurel.testing.Api.member;
import static dev.laurel.testing.Api.putRoster;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.laurel.realtime.frame.ServerFrame;
import dev.laurel.testing.Api;
import dev.laurel.testing.CourseBackEnd;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SocketClient;
import dev.laurel.testing.TestTokens;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares the frames on real sockets with the AsyncAPI document. Each must be a frame of its
 * channel, with all required fields and no undocumented one.
 */
@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class ProtocolTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String GAME = "/ws/game/";
  private static final String LEADERBOARD = "/ws/leaderboard/";

  @TestHTTPResource("/")
  URI node;

  private final String alice = Fresh.id("alice");
  private final String course = Fresh.id("cs");
  private CourseBackEnd backEnd;
  private JsonNode document;

  @BeforeEach
  void fetch() throws JsonProcessingException {
    backEnd = new CourseBackEnd(node);
    document =
        JSON.readTree(
            given()
                .get("/q/asyncapi")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .extract()
                .asString());
  }

  @Test
  void theDocumentIsAsyncApi3() {
    assertEquals("3.0.0", document.path("asyncapi").asText());
    assertEquals("/ws/game/", document.at("/channels/game/address").asText());
    assertEquals("/ws/leaderboard/", document.at("/channels/leaderboard/address").asText());
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    for (var reference : document.findValuesAsText("$ref")) {
      assertTrue(!document.at(reference.substring(1)).isMissingNode(), () -> reference);
    }
  }

  @Test
  void thePersonalFramesAreAsDocumented() {
    // Given
    try (var socket = SocketClient.open(node, GAME + "?since=0", TestTokens.of(alice))) {
      // When
      backEnd.solve(alice, course, 100);
      var assignment = CourseBackEnd.practice(alice, course, 50);
      assignment.put("kind", "assignment");
      assignment.put("score", 92.5);
      backEnd.submit(assignment);
      socket.await("assignment_submitted");
      socket.probe();

      // Then
      assertEquals(
          Set.of(
              "resumed",
              "practice_completed",
              "points_update",
              "achievement_earned",
              "streak_update",
              "assignment_submitted",
              "echo"),
          types(socket));
      assertValid("GameFrame", socket);
    }
  }

  @Test
  void theFramesOfTokensAndErrorsAreAsDocumented() {
    // Given
    var soon = Instant.now().plusSeconds(5);
    try (var socket =
        SocketClient.open(node, GAME + "?since=0", TestTokens.of(alice, alice, soon))) {
      // When
      socket.await("token_expiring");
      socket.send("{\"type\":\"refresh_token\",\"token\":\"" + TestTokens.of(alice) + "\"}");
      socket.await("token_refreshed");
      socket.send("{\"type\":\"ack\",\"seq\":-1}");
      socket.send("no JSON");
      socket.await("error");
      socket.await("error");

      // Then
      assertEquals(Set.of("resumed", "token_expiring", "token_refreshed", "error"), types(socket));
      assertValid("GameFrame", socket);
    }
  }

  @Test
  void theFramesOfTheReadCursorAreAsDocumented() {
    // Given
    var since = GAME + "?since=0";
    try (var socket = SocketClient.open(node, since, TestTokens.of(alice));
        var other = SocketClient.open(node, since, TestTokens.of(alice))) {
      backEnd.tell(alice, 1);
      socket.await("points_update");
      other.await("points_update");

      // When
      socket.send("{\"type\":\"ack\",\"seq\":1}");
      other.await("unread");

      // Then
      assertTrue(other.frames().get(0).has("unread") && other.frames().get(0).has("read_up_to"));
      assertValid("GameFrame", other);
    }
  }

  @Test
  void theFramesOfBoardsAreAsDocumented() {
    // Given
    var bob = Fresh.id("bob");
    backEnd.solve(alice, course, 100);
    try (var socket = SocketClient.open(node, LEADERBOARD, TestTokens.of(alice))) {
      socket.await("initial_user_rank");

      // When
      request(socket, "request_leaderboard");
      socket.await("leaderboard_data");
      request(socket, "request_user_rank");
      socket.await("user_rank_data");
      backEnd.solve(bob, course, 500);
      socket.await(
          "rank change in the class",
          frame ->
              frame.path("type").asText().equals("rank_change")
                  && frame.path("class_id").asText().equals(course));
      socket.awaitAll(Set.of("leaderboard_update"));
      socket.send("{\"type\":\"request_leaderboard\",\"page\":0}");
      socket.await("error");

      // Then
      assertTrue(
          types(socket)
              .containsAll(
                  Set.of(
                      "initial_global_leaderboard",
                      "initial_user_rank",
                      "leaderboard_data",
                      "user_rank_data",
                      "leaderboard_update",
                      "rank_change",
                      "error")));
      assertValid("LeaderboardFrame", socket);
    }
  }

  @Test
  void theFramesOfSeasonsAreAsDocumented() {
    // Given
    var teacher = Fresh.id("teacher");
    var members = List.of(member(teacher, "instructor"), member(alice, "student"));
    putRoster(teacher, course, "UTC", members).then().statusCode(204);
    var season =
        as(teacher, "instructor")
            .body(Api.text(Map.of("name", "Week", "class_id", course)))
            .post("/api/seasons")
            .jsonPath()
            .getString("id");
    try (var socket = SocketClient.open(node, LEADERBOARD, TestTokens.of(alice))) {
      // When
      for (var type : List.of("request_leaderboard", "request_user_rank")) {
        var request = JSON.createObjectNode().put("type", type).put("season", season);
        assertEquals(Set.of(), complaints("LeaderboardRequest", request));
        socket.send(request.toString());
      }
      socket.await("user_rank_data");
      backEnd.solve(alice, course, 100);
      socket.await(
          "rank change in the season",
          frame ->
              frame.path("type").asText().equals("rank_change")
                  && frame.path("season").asText().equals(season));
      as(teacher, "instructor").post("/api/seasons/{id}/close", season).then().statusCode(200);
      socket.await("the final page", frame -> frame.at("/data/closed").asBoolean());

      // Then
      assertEquals(
          Set.of("leaderboard_data", "user_rank_data", "leaderboard_update", "rank_change"),
          socket.frames().stream()
              .filter(frame -> frame.has("season"))
              .map(frame -> frame.path("type").asText())
              .collect(Collectors.toSet()));
      assertValid("LeaderboardFrame", socket);
    }
  }

  @Test
  void aUserOnNoBoardGetsADocumentedRank() {
    try (var socket = SocketClient.open(node, LEADERBOARD, TestTokens.of(alice))) {
      // When
      socket.await("initial_user_rank");

      // Then
      assertValid("LeaderboardFrame", socket);
    }
  }

  private void request(SocketClient socket, String type) {
    var request =
        JSON.createObjectNode()
            .put("type", type)
            .put("leaderboard_type", "class")
            .put("class_id", course);
    assertEquals(Set.of(), complaints("LeaderboardRequest", request));
    socket.send(request.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"points_update\",\"old_points\":0,\"new_points\":1,\"points_earned\":1}",
        "{\"type\":\"echo\",\"message\":7}",
        "{\"type\":\"echo\",\"message\":\"m\",\"surprise\":1}",
        "{\"type\":\"unheard_of\"}"
      })
  void anUndocumentedFrameIsInvalid(String frame) throws JsonProcessingException {
    assertTrue(!complaints("GameFrame", JSON.readTree(frame)).isEmpty());
  }

  @Test
  void everyFrameOfTheServerIsDocumented() {
    var documented = new HashSet<String>();
    for (var message : document.at("/components/messages")) {
      documented.add(message.path("name").asText());
    }
    var known =
        List.of(
                ServerFrame.class
                    .getAnnotation(com.fasterxml.jackson.annotation.JsonSubTypes.class)
                    .value())
            .stream()
            .map(type -> type.name())
            .collect(Collectors.toCollection(TreeSet::new));
    known.removeAll(documented);
    assertEquals(Set.of(), known);
  }

  private static Set<String> types(SocketClient socket) {
    return socket.frames().stream()
        .map(frame -> frame.path("type").asText())
        .collect(Collectors.toSet());
  }

  private void assertValid(String schema, SocketClient socket) {
    var complaints =
        socket.frames().stream()
            .collect(Collectors.toMap(JsonNode::toString, f -> complaints(schema, f), (a, b) -> a));
    complaints.values().removeIf(Set::isEmpty);
    assertEquals(Map.of(), complaints);
  }

  private Set<?> complaints(String schema, JsonNode frame) {
    return schema(schema).validate(frame);
  }

  /**
   * The schema without additional properties: the document lets clients ignore unknown fields, but
   * the service must not send any.
   */
  private JsonSchema schema(String name) {
    var schemas = (ObjectNode) document.at("/components/schemas").deepCopy();
    for (var schema : schemas) {
      if (schema.has("properties")) {
        ((ObjectNode) schema).put("additionalProperties", false);
      }
    }
    var root = JSON.createObjectNode().put("$ref", "#/components/schemas/" + name);
    root.putObject("components").set("schemas", schemas);
    return JsonSchemaFactory.getInstance(VersionFlag.V7)
        .getSchema(root, SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build());
  }
}
