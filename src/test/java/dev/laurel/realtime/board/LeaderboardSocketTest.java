package dev.laurel.realtime.board;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.laurel.realtime.RealtimeConfig;
import dev.laurel.testing.CourseBackEnd;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SocketClient;
import dev.laurel.testing.TestTokens;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class LeaderboardSocketTest {
  @TestHTTPResource("/")
  URI node;

  @Inject RealtimeConfig config;

  private final String course = Fresh.id("cs");
  private final String alice = Fresh.id("alice");
  private final String bob = Fresh.id("bob");
  private CourseBackEnd backEnd;

  @BeforeEach
  void connectBackEnd() {
    backEnd = new CourseBackEnd(node);
  }

  @Test
  void theFirstFramesAreTheGlobalBoardAndTheUsersRank() {
    // Given
    backEnd.solve(alice, course, 100);
    try (var socket = open(alice)) {
      // When
      var board = socket.next();
      var rank = socket.next();

      // Then
      assertEquals("initial_global_leaderboard", board.get("type").asText());
      assertEquals(backEnd.get("/api/leaderboards/global?page_size=10", alice), board.get("data"));
      assertEquals("initial_user_rank", rank.get("type").asText());
      assertEquals(
          backEnd.get("/api/leaderboards/global/me?page_size=10", alice), rank.get("data"));
    }
  }

  @Test
  void aUserWithoutPointsHasNoRank() {
    try (var socket = open(alice)) {
      assertEquals(
          """
          {"type":"initial_user_rank","data":{"user_rank":null,"position":null,"page":null,"user_data":null,"nearby_competitors":[]}}""",
          socket.await("initial_user_rank").toString());
    }
  }

  @Test
  void aRequestedPageHasAllItsFields() {
    // Given
    backEnd.solve(alice, course, 100);
    backEnd.solve(bob, course, 100);
    backEnd.solve(bob, course, 50);
    try (var socket = open(alice)) {
      // When
      var reply = page(socket, 2, 1);

      // Then
      assertTrue(((ObjectNode) reply.get("data")).remove("version").isIntegralNumber());
      assertEquals(
          """
          {"type":"leaderboard_data","leaderboard_type":"class","class_id":"%2$s","data":{"entries":[{"rank":2,\
          "tied":false,"user":{"id":"%1$s","username":"name-%1$s","first_name":"name-%1$s","last_name":""},"total_points":100,"completed_problems":1}],\
          "pagination":{"page":2,"page_size":1,"total_count":2,"total_pages":2,"has_next":false,"has_previous":true}}}"""
              .formatted(alice, course),
          reply.toString());
    }
  }

  @Test
  void aRequestWithoutAPageReturnsTheFirstTwentyOfTheGlobalBoard() {
    try (var socket = open(alice)) {
      // When
      socket.send("{\"type\":\"request_leaderboard\"}");

      // Then
      var reply = socket.await("leaderboard_data");
      assertEquals("global", reply.get("leaderboard_type").asText());
      assertTrue(reply.get("class_id").isNull());
      var pagination = reply.get("data").get("pagination");
      assertEquals(1, pagination.get("page").asInt());
      assertEquals(20, pagination.get("page_size").asInt());
    }
  }

  @Test
  void aRequestedRankHasAllItsFields() {
    // Given
    backEnd.solve(alice, course, 100);
    backEnd.solve(bob, course, 100);
    try (var socket = open(bob)) {
      // When
      var reply = rank(socket);

      // Then
      var updatedAt = ((ObjectNode) reply.at("/data/user_data")).remove("updated_at").asText();
      assertTrue(Instant.parse(updatedAt).isAfter(Instant.now().minusSeconds(60)), updatedAt);
      assertEquals(
          """
          {"type":"user_rank_data","leaderboard_type":"class","class_id":"%1$s","data":{"user_rank":1,"position":2,\
          "page":1,"user_data":{"rank":1,"tied":true,"user":{"id":"%2$s","username":"name-%2$s","first_name":"name-%2$s","last_name":""},\
          "total_points":100,"completed_problems":1},\
          "nearby_competitors":[{"rank":1,"tied":true,"user":{"id":"%3$s","username":"name-%3$s","first_name":"name-%3$s","last_name":""},"total_points":100,\
          "completed_problems":1}]}}"""
              .formatted(course, bob, alice),
          reply.toString());
    }
  }

  @Test
  void aRequestedRankSaysOnWhichPageOfTheSizeAskedForTheUserIs() {
    // Given
    backEnd.solve(alice, course, 100);
    backEnd.solve(bob, course, 100);
    try (var socket = open(bob)) {
      // When
      socket.send(
          "{\"type\":\"request_user_rank\",\"leaderboard_type\":\"class\",\"class_id\":\"%s\",\"page_size\":1}"
              .formatted(course));

      // Then
      assertEquals(2, socket.await("user_rank_data").at("/data/page").asInt());
      assertEquals(bob, page(socket, 2, 1).at("/data/entries/0/user/id").asText());
    }
  }

  @Test
  void aForeignClassIsForbiddenWhetherItExistsOrNot() {
    // Given
    backEnd.solve(bob, course, 100);
    try (var socket = open(alice)) {
      for (var request : List.of("request_leaderboard", "request_user_rank")) {
        // When
        socket.send(ofClass(request, course));
        var existing = socket.await("error");
        socket.send(ofClass(request, Fresh.id("none")));
        var missing = socket.await("error");

        // Then
        assertEquals("forbidden", existing.get("code").asText());
        assertEquals(existing, missing);
      }
    }
  }

  @Test
  void aRequestSentWithTheHandshakeIsAnsweredAfterTheFirstFramesAndFollowed() {
    // Given
    backEnd.solve(alice, course, 100);
    for (int i = 0; i < 20; i++) {
      try (var socket = SocketClient.open(node, "/ws/leaderboard", TestTokens.of(alice))) {
        // When
        socket.send(request(1, 5));
        socket.awaitFrames(3);
        backEnd.solve(alice, course, 10);

        // Then
        assertEquals(
            List.of("initial_global_leaderboard", "initial_user_rank", "leaderboard_data"),
            socket.frames().subList(0, 3).stream().map(f -> f.get("type").asText()).toList());
        assertEquals(
            5, update(socket).at("/data/pagination/page_size").asInt(), "the page requested");
      }
    }
  }

  @Test
  void aPageIsPushedOnlyWhenItChanged() {
    // Given
    backEnd.solve(alice, course, 300);
    backEnd.solve(bob, course, 100);
    try (var first = open(alice);
        var second = open(bob)) {
      page(first, 1, 1);
      page(second, 2, 1);

      // When
      backEnd.solve(bob, course, 50);
      assertEquals(150, update(second).at("/data/entries/0/total_points").asInt());
      first.probe();

      // Then
      assertEquals(0, first.frames().stream().filter(isOfClass("leaderboard_update")).count());
      backEnd.solve(alice, course, 50);
      assertEquals(350, update(first).at("/data/entries/0/total_points").asInt());
    }
  }

  @Test
  void thePageRequestedLastIsFollowed() {
    // Given
    backEnd.solve(alice, course, 300);
    backEnd.solve(bob, course, 100);
    try (var socket = open(alice)) {
      page(socket, 1, 100);
      page(socket, 2, 1);

      // When
      backEnd.solve(bob, course, 50);

      // Then
      var update = update(socket);
      assertEquals(2, update.at("/data/pagination/page").asInt());
      assertEquals(bob, update.at("/data/entries/0/user/id").asText());
    }
  }

  @Test
  void nothingIsPushedOfAClassBeforeItIsAskedFor() {
    // Given
    backEnd.solve(alice, course, 100);
    try (var socket = open(alice)) {
      socket.await("initial_user_rank");

      // When
      backEnd.solve(bob, course, 150);
      await()
          .during(config.boardTick().multipliedBy(3))
          .until(() -> socket.frames().stream().noneMatch(this::isOfClass));
      page(socket, 1, 10);
      backEnd.solve(bob, course, 50);

      // Then
      assertEquals(200, update(socket).at("/data/entries/0/total_points").asInt());
    }
  }

  @Test
  void aRequestForTheRankInAClassIsFollowedByRanksAndNoPages() {
    // Given
    backEnd.solve(alice, course, 100);
    backEnd.solve(bob, course, 50);
    try (var socket = open(alice)) {
      rank(socket);

      // When
      backEnd.solve(bob, course, 100);

      // Then
      assertRankChange(socket, 1, 2);
      await()
          .during(config.boardTick().multipliedBy(3))
          .until(() -> socket.frames().stream().noneMatch(isOfClass("leaderboard_update")));
      page(socket, 1, 10);
      backEnd.solve(bob, course, 100);
      assertEquals(250, update(socket).at("/data/entries/0/total_points").asInt());
    }
  }

  @Test
  void anOvertakenUserReceivesRankChangesThatEachStartAtTheRankBefore() {
    // Given
    backEnd.solve(alice, course, 100);
    backEnd.solve(bob, course, 50);
    try (var alices = open(alice);
        var bobs = open(bob)) {
      page(alices, 1, 10);
      page(bobs, 1, 10);

      // When
      for (var overtaking : List.of(bob, alice, bob)) {
        backEnd.solve(overtaking, course, 100);

        // Then
        boolean bobLeads = overtaking.equals(bob);
        assertRankChange(alices, bobLeads ? 1 : 2, bobLeads ? 2 : 1);
        assertRankChange(bobs, bobLeads ? 2 : 1, bobLeads ? 1 : 2);
      }
    }
  }

  private void assertRankChange(SocketClient socket, int before, int after) {
    assertEquals(
        """
        {"type":"rank_change","old_rank":%d,"new_rank":%d,"leaderboard_type":"class","class_id":"%s"}"""
            .formatted(before, after, course),
        socket.await("rank_change of the class", isOfClass("rank_change")).toString());
  }

  @Test
  void aUserWhoCatchesUpSharesTheRank() {
    // Given
    backEnd.solve(alice, course, 100);
    backEnd.solve(bob, course, 50);
    try (var socket = open(bob)) {
      rank(socket);

      // When
      backEnd.solve(bob, course, 50);

      // Then
      assertRankChange(socket, 2, 1);
      assertEquals(1, rank(socket).at("/data/user_rank").asInt());
      assertTrue(rank(socket).at("/data/user_data/tied").asBoolean());
    }
  }

  @Test
  void aBurstIsPushedAtMostOnceATickAndEndsWithTheFinalPage() {
    // Given
    backEnd.solve(alice, course, 10);
    var others = IntStream.range(0, 8).mapToObj(i -> Fresh.id("other")).toList();
    try (var socket = open(alice)) {
      socket.await("initial_user_rank");
      page(socket, 1, 5);

      // When
      var start = Instant.now();
      IntStream.range(0, 120)
          .parallel()
          .forEach(i -> backEnd.solve(others.get(i % others.size()), course, 1 + i));

      // Then
      var truth = backEnd.get("/api/leaderboards/classes/" + course + "?page_size=5", alice);
      socket.await(
          "the final page",
          frame ->
              isOfClass("leaderboard_update").test(frame)
                  && withoutVersion(frame.get("data")).equals(withoutVersion(truth)));
      long ticks = Duration.between(start, Instant.now()).dividedBy(config.boardTick()) + 1;
      long pushes = socket.frames().stream().filter(isOfClass("leaderboard_update")).count();
      assertTrue(pushes >= 1 && pushes <= ticks, pushes + " pushes in " + ticks + " ticks");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "page":0                                           | page
          "page":-1                                          | page
          "page":1.5                                         | page
          "page":"1"                                         | page
          "page":2147483648                                  | page
          "page":99999999999999999999                        | page
          "page":[1]                                         | page
          "page_size":0                                      | page_size
          "page_size":101                                    | page_size
          "page_size":true                                   | page_size
          "page_size":{}                                     | page_size
          "leaderboard_type":"galaxy"                        | leaderboard_type
          "leaderboard_type":7                               | leaderboard_type
          "leaderboard_type":""                              | leaderboard_type
          "leaderboard_type":"class"                         | class_id
          "leaderboard_type":"class","class_id":null         | class_id
          "leaderboard_type":"class","class_id":""           | class_id
          "leaderboard_type":"class","class_id":" "          | class_id
          "leaderboard_type":"class","class_id":12           | class_id
          "leaderboard_type":"class","class_id":["a"]        | class_id
          "leaderboard_type":"class","class_id":"a\\u0000b"  | class_id
          "leaderboard_type":"class","class_id":"\\ud800"    | class_id
          """)
  void anInvalidFieldIsNamedInTheError(String fields, String field) {
    try (var socket = open(alice)) {
      // When
      socket.send("{\"type\":\"request_leaderboard\"," + fields + "}");

      // Then
      var error = socket.await("error");
      assertEquals("invalid_field", error.get("code").asText());
      assertEquals(field, error.get("field").asText());
    }
  }

  @Test
  void aPageBeyondTheEndIsEmpty() {
    // Given
    backEnd.solve(alice, course, 100);
    try (var socket = open(alice)) {
      // When
      var reply = page(socket, Integer.MAX_VALUE, 100);

      // Then
      assertEquals(0, reply.at("/data/entries").size());
      assertEquals(1, reply.at("/data/pagination/total_count").asInt());
    }
  }

  @Test
  void aUserWhoComesBackToAClassReceivesItsBoardAgain() {
    // Given
    backEnd.enrol(course, alice, bob);
    backEnd.solve(bob, course, 100);
    try (var socket = open(alice)) {
      page(socket, 1, 10);
      backEnd.enrol(course, bob);
      await()
          .until(
              () -> {
                socket.send(request(1, 10));
                return socket.next().path("code").asText().equals("forbidden");
              });

      // When
      backEnd.enrol(course, alice, bob);

      // Then
      assertEquals(bob, update(socket).at("/data/entries/0/user/id").asText());
      backEnd.solve(bob, course, 10);
      assertEquals(110, update(socket).at("/data/entries/0/total_points").asInt());
    }
  }

  @Test
  void anEnrolmentRightAfterARequestIsNeverMissed() {
    for (int i = 0; i < 15; i++) {
      // Given
      var fresh = Fresh.id("cs");
      backEnd.enrol(fresh, alice, bob);
      backEnd.solve(bob, fresh, 100);
      try (var socket = open(alice)) {
        socket.send(ofClass("request_leaderboard", fresh));
        socket.await("leaderboard_data");

        // When
        backEnd.enrol(fresh, bob);
        backEnd.enrol(fresh, alice, bob);
        backEnd.solve(bob, fresh, 10);

        // Then
        socket.await(
            "update of " + fresh,
            frame ->
                frame.path("class_id").asText().equals(fresh)
                    && frame.at("/data/entries/0/total_points").asInt() == 110);
      }
    }
  }

  @Test
  void aUserWhoseFirstSubmissionComesReceivesTheBoardAndTheRank() {
    // Given
    backEnd.solve(bob, course, 100);
    backEnd.enrol(course, alice, bob);
    try (var socket = open(alice)) {
      page(socket, 1, 10);

      // When
      backEnd.solve(alice, course, 50);

      // Then
      assertEquals(2, update(socket).at("/data/entries").size());
      assertEquals(
          "{\"type\":\"rank_change\",\"old_rank\":null,\"new_rank\":2,\"leaderboard_type\":\"class\",\"class_id\":\""
              + course
              + "\"}",
          socket.frames().stream()
              .filter(isOfClass("rank_change"))
              .findFirst()
              .orElseGet(() -> socket.await("rank_change", isOfClass("rank_change")))
              .toString());
    }
  }

  @Test
  void aUserWhoHasLeftAClassReceivesNothingMoreOfIt() {
    // Given
    backEnd.enrol(course, alice, bob);
    backEnd.solve(alice, course, 100);
    backEnd.solve(bob, course, 50);
    try (var alices = open(alice);
        var bobs = open(bob)) {
      page(bobs, 1, 10);
      page(alices, 1, 10);

      // When
      backEnd.enrol(course, bob);
      update(bobs);
      alices.send(ofClass("request_leaderboard", course));
      assertEquals("forbidden", alices.await("error").get("code").asText());
      alices.probe();
      long before = alices.frames().stream().filter(this::isOfClass).count();

      // Then
      backEnd.solve(bob, course, 500);
      bobs.await(
          "bob's points",
          frame ->
              isOfClass("leaderboard_update").test(frame)
                  && frame.at("/data/entries/0/total_points").asInt() == 550);
      alices.probe();
      assertEquals(before, alices.frames().stream().filter(this::isOfClass).count());
    }
  }

  private SocketClient open(String user) {
    return SocketClient.open(node, "/ws/leaderboard/", TestTokens.of(user));
  }

  private JsonNode page(SocketClient socket, int page, int size) {
    socket.send(request(page, size));
    return socket.await("leaderboard_data");
  }

  private String request(int page, int size) {
    return "{\"type\":\"request_leaderboard\",\"leaderboard_type\":\"class\",\"class_id\":\"%s\",\"page\":%d,\"page_size\":%d}"
        .formatted(course, page, size);
  }

  private JsonNode rank(SocketClient socket) {
    socket.send(ofClass("request_user_rank", course));
    return socket.await("user_rank_data");
  }

  private static String ofClass(String type, String classId) {
    return "{\"type\":\"%s\",\"leaderboard_type\":\"class\",\"class_id\":\"%s\"}"
        .formatted(type, classId);
  }

  private JsonNode update(SocketClient socket) {
    return socket.await("update of the class", isOfClass("leaderboard_update"));
  }

  private Predicate<JsonNode> isOfClass(String type) {
    return frame -> isOfClass(frame) && frame.get("type").asText().equals(type);
  }

  private boolean isOfClass(JsonNode frame) {
    return frame.path("class_id").asText().equals(course);
  }

  /** Changes outside the page raise the board's version without a push. */
  private static JsonNode withoutVersion(JsonNode page) {
    return page.<ObjectNode>deepCopy().without("version");
  }
}
