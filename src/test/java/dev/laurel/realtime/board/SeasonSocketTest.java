package dev.laurel.realtime.board;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.laurel.testing.CourseBackEnd;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SocketClient;
import dev.laurel.testing.TestTokens;
import dev.laurel.testing.TwoStudents;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Boards of seasons on the leaderboard socket. */
@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class SeasonSocketTest extends TwoStudents {
  private static final Duration TICKS = Duration.ofMillis(200 * 3);

  private String season;

  @BeforeEach
  void aSeasonOfAClass() {
    course.enrol(ada, bob);
    season = course.startSeason(Map.of());
  }

  @Test
  void aRequestedPageNamesItsSeason() {
    // Given
    course.solve(ada, 100);
    try (var socket = open(bob)) {
      // When
      var reply = page(socket, season);

      // Then
      assertTrue(((ObjectNode) reply.get("data")).remove("version").isIntegralNumber());
      assertEquals(
          """
          {"type":"leaderboard_data","leaderboard_type":"class","class_id":"%1$s","season":"%2$s","data":{"entries":[\
          {"rank":1,"tied":false,"user":{"id":"%3$s","username":"name-%3$s","first_name":"name-%3$s","last_name":""},\
          "total_points":100,"completed_problems":1}],\
          "pagination":{"page":1,"page_size":20,"total_count":1,"total_pages":1,"has_next":false,"has_previous":false}}}"""
              .formatted(course.id(), season, ada),
          reply.toString());
    }
  }

  @Test
  void aRequestedRankIsThatOfTheSeason() {
    // Given
    course.solve(ada, 100);
    course.solve(bob, 50);
    try (var socket = open(bob)) {
      // When
      socket.send(request("request_user_rank", season));

      // Then
      var reply = socket.await("user_rank_data");
      assertEquals(season, reply.get("season").asText());
      assertEquals(
          backEnd.get("/api/leaderboards/seasons/" + season + "/me", bob), reply.get("data"));
    }
  }

  @Test
  void aRequestedSeasonIsFollowed() {
    try (var socket = open(bob)) {
      page(socket, season);

      // When
      course.solve(ada, 100);

      // Then
      var update = update(socket, season);
      assertEquals("class", update.get("leaderboard_type").asText());
      assertEquals(course.id(), update.get("class_id").asText());
      assertEquals(ada, update.at("/data/entries/0/user/id").asText());
      assertEquals(20, update.at("/data/pagination/page_size").asInt());
    }
  }

  @Test
  void aUserOvertakenInASeasonReceivesARankChange() {
    // Given
    course.solve(ada, 100);
    course.solve(bob, 50);
    try (var socket = open(ada)) {
      page(socket, season);

      // When
      course.solve(bob, 100);

      // Then
      assertEquals(
          """
          {"type":"rank_change","old_rank":1,"new_rank":2,"leaderboard_type":"class","class_id":"%s","season":"%s"}"""
              .formatted(course.id(), season),
          socket.await("rank in the season", isOf(season, "rank_change")).toString());
    }
  }

  @Test
  void aSeasonThatWasNotRequestedIsNotSent() {
    try (var socket = open(bob)) {
      course.ask(socket, "request_leaderboard");
      socket.await("leaderboard_data");

      // When
      course.solve(ada, 100);
      socket.await("update of the class", isOf(null, "leaderboard_update"));

      // Then
      await().during(TICKS).until(() -> socket.frames().stream().noneMatch(f -> f.has("season")));
    }
  }

  @Test
  void aGlobalSeasonIsSentToUsersOfAnyClass() {
    // Given
    var problem = Fresh.id("p");
    var ofAll = course.startGlobalSeason(Map.of("problem_ids", List.of(problem)));
    var stranger = Fresh.id("stranger");
    try (var socket = open(stranger)) {
      var reply = page(socket, ofAll);
      assertEquals("global", reply.get("leaderboard_type").asText());
      assertTrue(reply.get("class_id").isNull());

      // When
      var submission = CourseBackEnd.practice(ada, null, 10);
      submission.put("problem", Map.of("id", problem, "title", "P", "points", 10));
      backEnd.submit(submission);

      // Then
      assertEquals(ada, update(socket, ofAll).at("/data/entries/0/user/id").asText());
    }
  }

  @Test
  void aSeasonOfAForeignClassIsForbiddenLikeAnUnknownOne() {
    try (var socket = open(Fresh.id("stranger"))) {
      for (var type : List.of("request_leaderboard", "request_user_rank")) {
        // When
        socket.send(request(type, season));
        var existing = socket.await("error");
        socket.send(request(type, Fresh.id("none")));
        var missing = socket.await("error");

        // Then
        assertEquals("forbidden", existing.get("code").asText());
        assertEquals(existing, missing);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "\"\"", "\" \"", "[\"a\"]", "\"a\\u0000b\"", "\"\\ud800\""})
  void anInvalidSeasonIsNamedInTheError(String value) {
    try (var socket = open(ada)) {
      // When
      socket.send("{\"type\":\"request_leaderboard\",\"season\":" + value + "}");

      // Then
      var error = socket.await("error");
      assertEquals("invalid_field", error.get("code").asText());
      assertEquals("season", error.get("field").asText());
    }
  }

  @Test
  void theFinalPageSaysThatTheSeasonIsClosed() {
    // Given
    course.solve(ada, 100);
    try (var socket = open(ada)) {
      var before = page(socket, season);
      assertFalse(before.get("data").has("closed"));

      // When
      course.closeSeason(season);

      // Then
      var last = update(socket, season);
      assertTrue(last.at("/data/closed").asBoolean());
      assertEquals(before.at("/data/entries"), last.at("/data/entries"));
      assertEquals(
          backEnd.get("/api/leaderboards/seasons/" + season + "?page_size=20", ada),
          last.get("data"));
    }
  }

  @Test
  void aClosedSeasonCanBeReadAndNoLongerChanges() {
    // Given
    course.solve(ada, 100);
    course.closeSeason(season);
    try (var socket = open(bob)) {
      // When
      await().until(() -> page(socket, season).at("/data/closed").asBoolean());
      var reply = page(socket, season);
      course.ask(socket, "request_leaderboard");
      socket.await("leaderboard_data");
      course.solve(bob, 500);
      socket.await("update of the class", isOf(null, "leaderboard_update"));

      // Then
      assertTrue(reply.at("/data/closed").asBoolean());
      assertEquals(1, reply.at("/data/entries").size());
      await()
          .during(TICKS)
          .until(
              () ->
                  socket.frames().stream()
                      .noneMatch(
                          frame ->
                              isOf(season, "leaderboard_update").test(frame)
                                  || isOf(season, "rank_change").test(frame)));
    }
  }

  @Test
  void namesHiddenByTheClassAreHiddenInOpenAndClosedSeasons() {
    // Given
    course.solve(ada, 100);
    course.solve(bob, 50);
    var other = course.startSeason(Map.of());
    course.closeSeason(season);
    try (var socket = open(bob)) {
      assertEquals(List.of(ada, bob), ids(page(socket, season)));
      page(socket, other);
      course.solve(ada, 10);
      assertEquals(List.of(ada), ids(update(socket, other)));

      // When
      course.showNames("anonymous");

      // Then
      for (var each : List.of(season, other)) {
        var update = isOf(each, "leaderboard_update").and(frame -> !frame.toString().contains(ada));
        await().until(() -> socket.frames().stream().anyMatch(update));
      }
    }
  }

  @Test
  void anErasedUserLosesTheNameOnAClosedSeasonThatIsFollowed() {
    // Given
    course.solve(ada, 100);
    course.solve(bob, 50);
    course.closeSeason(season);
    try (var socket = open(bob)) {
      await().until(() -> page(socket, season).at("/data/closed").asBoolean());

      // When
      backEnd.erase(ada);

      // Then
      var update = update(socket, season);
      assertEquals(2, update.at("/data/entries").size());
      assertFalse(update.toString().contains(ada), update::toString);
    }
  }

  @Test
  void studentsReceiveNothingOfSeasonsWhileTheClassIsFrozen() {
    // Given
    course.solve(ada, 100);
    try (var students = open(bob);
        var teachers = open(course.teacher())) {
      page(students, season);
      page(teachers, season);
      course.freeze();

      // When
      course.solve(bob, 500);
      assertEquals(List.of(bob, ada), ids(update(teachers, season)));
      students.send(request("request_leaderboard", season));

      // Then
      assertEquals("unavailable", students.await("error").get("code").asText());
      var told = isOf(season, "leaderboard_update").or(isOf(season, "rank_change"));
      await().during(TICKS).until(() -> students.frames().stream().noneMatch(told));
      course.thaw();
      assertEquals(List.of(bob, ada), ids(update(students, season)));
    }
  }

  @Test
  void aUserWhoHasLeftTheClassReceivesNothingMoreOfItsSeasons() {
    // Given
    try (var adas = open(ada);
        var bobs = open(bob)) {
      page(adas, season);
      page(bobs, season);

      // When
      course.enrol(bob);
      adas.send(request("request_leaderboard", season));
      assertEquals("forbidden", adas.await("error").get("code").asText());
      course.solve(bob, 500);

      // Then
      update(bobs, season);
      adas.probe();
      assertTrue(adas.frames().stream().noneMatch(isOf(season, "leaderboard_update")));
    }
  }

  @Test
  void onlyTheSeasonsRequestedLastAreFollowed() {
    // Given
    var later = Stream.generate(() -> course.startSeason(Map.of())).limit(5).toList();
    try (var socket = open(bob)) {
      page(socket, later.get(0));
      page(socket, season);
      later.forEach(each -> page(socket, each));

      // When
      course.solve(ada, 100);

      // Then
      for (var each : later) {
        var update = isOf(each, "leaderboard_update");
        await().until(() -> socket.frames().stream().anyMatch(update));
      }
      await()
          .during(TICKS)
          .until(() -> socket.frames().stream().noneMatch(isOf(season, "leaderboard_update")));
    }
  }

  private SocketClient open(String user) {
    return SocketClient.open(node, "/ws/leaderboard/", TestTokens.of(user));
  }

  private static String request(String type, String id) {
    return "{\"type\":\"%s\",\"season\":\"%s\"}".formatted(type, id);
  }

  private static JsonNode page(SocketClient socket, String id) {
    socket.send(request("request_leaderboard", id));
    return socket.await("leaderboard_data");
  }

  private static JsonNode update(SocketClient socket, String id) {
    return socket.await("update of the season", isOf(id, "leaderboard_update"));
  }

  /** Whether a frame is of the type and about the season, or about the class for null. */
  private static Predicate<JsonNode> isOf(String id, String type) {
    return frame ->
        frame.path("type").asText().equals(type)
            && (id == null
                ? frame.path("class_id").isTextual() && !frame.has("season")
                : frame.path("season").asText().equals(id));
  }

  private static List<String> ids(JsonNode frame) {
    return frame.at("/data/entries").findValuesAsText("id");
  }
}
