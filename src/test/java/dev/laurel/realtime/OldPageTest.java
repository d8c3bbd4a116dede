package dev.laurel.realtime;

import static dev.laurel.testing.Api.as;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A page that was made for another back end and knows nothing of Laurel: it opens sockets with
 * {@code ?token=}, sends two requests, shows the frames that it knows by their fields, whichever
 * board they are of, and ignores all others.
 */
@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class OldPageTest {
  private static final Map<String, Set<String>> FIELDS =
      Map.of(
          "achievement_earned", Set.of("achievement", "points_earned"),
          "points_update", Set.of("old_points", "new_points", "points_earned", "source"),
          "practice_completed", Set.of("question_title", "points_earned", "attempt_number"),
          "leaderboard_update", Set.of("leaderboard_type", "class_id", "data"),
          "rank_change", Set.of("old_rank", "new_rank", "leaderboard_type", "class_id"));

  @TestHTTPResource("/")
  URI node;

  private final String course = Fresh.id("cs");
  private final String ada = Fresh.id("ada");
  private final String bob = Fresh.id("bob");
  private CourseBackEnd backEnd;

  @BeforeEach
  void enrol() {
    backEnd = new CourseBackEnd(node);
    backEnd.enrol(course, ada, bob);
    backEnd.solve(ada, course, 100);
  }

  @Test
  void theEventsOfASubmissionHaveTheirFields() {
    try (var game = open("/ws/game/", bob)) {
      // When
      backEnd.solve(bob, course, 100);

      // Then
      for (var type : List.of("practice_completed", "points_update", "achievement_earned")) {
        assertFields(game.await(type));
      }
      var achievement =
          game.frames().stream()
              .filter(frame -> frame.path("type").asText().equals("achievement_earned"))
              .findFirst()
              .orElseThrow()
              .path("achievement");
      for (var field : List.of("id", "name", "description", "badge_type", "rarity")) {
        assertTrue(achievement.path(field).isTextual(), achievement::toString);
      }
    }
  }

  @Test
  void newFramesAndFieldsAreIgnoredAndKnownOnesStillCome() {
    try (var game = open("/ws/game/", bob)) {
      // When
      for (var frame :
          List.of(
              Map.of("type", "announcement", "title", "Exam", "text", "On Monday"),
              Map.of("type", "rank_change", "old_rank", 3, "new_rank", 2, "class_id", course),
              Map.of("type", "streak_update", "current_streak", 2, "streak_type", "daily"))) {
        as("course", "grader")
            .body(Api.text(frame))
            .post("/api/users/{id}/notifications", bob)
            .then()
            .statusCode(201);
      }
      backEnd.solve(bob, course, 100);

      // Then
      assertFields(game.await("rank_change"));
      assertFields(game.await("points_update"));
      assertTrue(game.isOpen());
    }
  }

  @Test
  void onlyTheBoardThatThePageAskedForTakesThePlaceOfTheGlobalOne() {
    try (var boards = open("/ws/leaderboard/", bob)) {
      boards.await("initial_user_rank");
      assertFalse(
          boards.frames().get(0).at("/data/entries").isMissingNode(), "what is shown at first");

      // When
      backEnd.solve(bob, course, 50);
      await().until(() -> shows(boards, "leaderboard_update"));

      // Then
      assertTrue(
          boards.frames().stream()
              .filter(frame -> frame.path("type").asText().equals("leaderboard_update"))
              .allMatch(frame -> frame.path("leaderboard_type").asText().equals("global")),
          boards::toString);

      // When
      ask(boards, "request_leaderboard", "class", course);
      boards.await("leaderboard_data");
      ask(boards, "request_user_rank", "class", course);
      assertEquals(2, boards.await("user_rank_data").at("/data/user_rank").asInt());
      backEnd.solve(bob, course, 100);

      // Then
      var update =
          boards.await(
              "an update of the class",
              frame ->
                  frame.path("type").asText().equals("leaderboard_update")
                      && frame.path("class_id").asText().equals(course));
      assertFields(update);
      var first = update.at("/data/entries/0");
      assertEquals(bob, first.at("/user/id").asText());
      assertEquals("name-" + bob, first.at("/user/username").asText());
      assertEquals(
          "name-" + bob,
          (first.at("/user/first_name").asText() + " " + first.at("/user/last_name").asText())
              .strip());
      assertEquals(150, first.path("total_points").asInt());
      assertEquals(2, first.path("completed_problems").asInt());
      await()
          .until(
              () ->
                  boards.frames().stream()
                      .anyMatch(
                          frame ->
                              frame.path("type").asText().equals("rank_change")
                                  && frame.path("class_id").asText().equals(course)
                                  && frame.path("new_rank").asInt() == 1));
    }
  }

  @Test
  void aGlobalRequestWithANullClassIsAnswered() {
    try (var boards = open("/ws/leaderboard/", bob)) {
      // When
      boards.send(
          "{\"type\":\"request_leaderboard\",\"leaderboard_type\":\"global\",\"class_id\":null,\"page\":1,\"page_size\":20}");

      // Then
      assertEquals(20, boards.await("leaderboard_data").at("/data/pagination/page_size").asInt());
    }
  }

  private static boolean shows(SocketClient socket, String type) {
    return socket.frames().stream().anyMatch(frame -> frame.path("type").asText().equals(type));
  }

  private static void ask(SocketClient socket, String type, String board, String classId) {
    socket.send(
        "{\"type\":\"%s\",\"leaderboard_type\":\"%s\",\"class_id\":\"%s\"}"
            .formatted(type, board, classId));
  }

  private static void assertFields(JsonNode frame) {
    for (var field : FIELDS.get(frame.path("type").asText())) {
      assertTrue(frame.has(field), () -> field + " in " + frame);
    }
  }

  private SocketClient open(String path, String user) {
    return SocketClient.open(node, path, TestTokens.of(user));
  }
}
