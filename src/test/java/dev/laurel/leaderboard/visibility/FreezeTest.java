package dev.laurel.leaderboard.visibility;

import static dev.laurel.testing.Api.as;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.ClassBoard;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class FreezeTest {
  @TestHTTPResource("/")
  URI node;

  @Inject DataSource database;

  private final String ada = Fresh.id("ada");
  private final String bob = Fresh.id("bob");
  private ClassBoard board;

  @BeforeEach
  void aClassWithABoard() {
    board = new ClassBoard(node);
    board.enrol(ada, bob);
    board.solve(ada, 300);
    board.solve(bob, 200);
  }

  @Test
  void studentsSeeAFrozenBoardAsItWasAndInstructorsSeeItLive() {
    // Given
    freeze("{}");
    var before = board.page(ada);
    var rank = board.rank(bob);

    // When
    board.solve(bob, 500);

    // Then
    assertEquals(before, board.page(ada));
    assertEquals(rank, board.rank(bob));
    assertEquals(2, board.rank(bob).get("user_rank").asInt());
    assertEquals(2, board.rank(bob).get("position").asInt());
    assertEquals(bob, board.page(board.teacher()).at("/entries/0/user/id").asText());
    assertEquals(700, board.page(board.teacher()).at("/entries/0/total_points").asInt());
  }

  @Test
  void aFrozenBoardHasTheSamePagesAndTies() {
    // Given
    board.solve(bob, 100);
    var live = withoutVersion(board.page(ada));

    // When
    freeze("{}");

    // Then
    assertEquals(live, withoutVersion(board.page(ada)));
    assertEquals(0, board.page(ada, 9, 1).get("entries").size());
    assertEquals(
        1,
        board.page(ada, 2, 1).at("/entries/0/rank").asInt(),
        "tied with the one on the page before");
  }

  @Test
  void socketsReceiveNothingOfAFrozenBoardUntilItIsThawed() {
    try (var bobs = board.follow(bob);
        var teachers = board.follow(board.teacher())) {
      freeze("{}");
      board.solve(bob, 500);
      teachers.await("bob's points", frame -> board.isUpdate(frame) && points(frame) == 700);
      board.ask(bobs, "request_leaderboard");
      assertEquals(300, points(bobs.await("leaderboard_data")));

      // When
      thaw();

      // Then
      await()
          .until(
              () ->
                  bobs.frames().stream().anyMatch(f -> board.isUpdate(f) && points(f) == 700)
                      && bobs.frames().stream()
                          .anyMatch(f -> board.isOfClass(f) && f.has("new_rank")));
      var heard = bobs.frames().stream().filter(board::isOfClass).toList();
      assertEquals(
          List.of("2 to 1"),
          heard.stream()
              .filter(frame -> frame.has("new_rank"))
              .map(frame -> frame.get("old_rank") + " to " + frame.get("new_rank"))
              .toList());
      assertEquals(
          1, heard.stream().filter(frame -> board.isUpdate(frame) && points(frame) == 700).count());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"at\":\"2999-01-01T00:00:00Z\"}"})
  void theTeacherIsToldWhichBoardsAFreezeDoesNotStop(String body) {
    // Given
    settings().body("live_elsewhere", empty());
    var ofEverybody = board.startGlobalSeason(Map.of());
    var ofTheClass = board.startSeason(Map.of());

    // When
    freeze(body);

    // Then
    settings()
        .body("live_elsewhere[0]", equalTo(Map.of("leaderboard_type", "global")))
        .body("live_elsewhere.season", hasItem(ofEverybody))
        .body("live_elsewhere.season", not(hasItem(ofTheClass)));
    board.closeSeason(ofEverybody);
    settings().body("live_elsewhere.season", not(hasItem(ofEverybody)));
  }

  @Test
  void whatAFrozenClassEarnsCountsOnTheBoardsThatTheTeacherIsToldOf() {
    // Given
    var season = board.startGlobalSeason(Map.of());
    freeze("{}");

    // When
    board.solve(ada, 1_000);

    // Then
    var path = "/api/leaderboards/seasons/" + season;
    as(bob).get(path).then().body("entries[0].total_points", equalTo(1_000));
    board.closeSeason(season);
  }

  @Test
  void aBoardFreezesAtTheTimeSet() {
    // Given
    var at = Instant.now().plusSeconds(1);
    freeze("{\"at\":\"%s\"}".formatted(at));
    board.solve(bob, 500);
    assertEquals(700, points(board.page(ada)));

    // When
    await().until(() -> settings().extract().path("frozen"));
    board.solve(ada, 900);

    // Then
    assertEquals(700, points(board.page(ada)));
    assertEquals(1200, points(board.page(board.teacher())));
  }

  @RepeatedTest(3)
  void resultsBegunAfterTheTimeSetAreNotOnTheFrozenBoard() throws SQLException {
    // Given
    freeze("{\"at\":\"%s\"}".formatted(Instant.now().plusSeconds(3600)));
    try (var connection = database.getConnection();
        var change =
            connection.prepareStatement(
                "update board_setting set freeze_at = clock_timestamp() where board = ?")) {
      change.setString(1, Board.ofClass(board.id()).key());
      change.executeUpdate();
    }

    // When
    board.solve(bob, 500);

    // Then
    assertEquals(List.of(ada, bob), users(board.page(ada)));
    assertEquals(300, points(board.page(ada)));
    assertEquals(List.of(bob, ada), users(board.page(board.teacher())));
    settings().body("frozen", equalTo(true));
  }

  private static List<String> users(JsonNode page) {
    return page.get("entries").findValuesAsText("id");
  }

  @Test
  void aBoardThawedBeforeTheTimeSetIsNotFrozen() {
    // Given
    freeze("{\"at\":\"%s\"}".formatted(Instant.now().plusSeconds(3600)));

    // When
    thaw();

    // Then
    settings().body("freeze_at", equalTo(null)).body("frozen", equalTo(false));
  }

  @Test
  void freezingInThePastIsRefused() {
    board
        .asTeacher()
        .body("{\"at\":\"2026-01-01T00:00:00Z\"}")
        .put("/api/classes/{id}/board/freeze", board.id())
        .then()
        .statusCode(400)
        .body("errors.field", contains("at"));
  }

  @Test
  void studentsMayNotFreezeOrThaw() {
    as(ada).body("{}").put("/api/classes/{id}/board/freeze", board.id()).then().statusCode(403);
    as(ada).delete("/api/classes/{id}/board/freeze", board.id()).then().statusCode(403);
  }

  private void freeze(String body) {
    board
        .asTeacher()
        .body(body)
        .put("/api/classes/{id}/board/freeze", board.id())
        .then()
        .statusCode(200);
  }

  private void thaw() {
    board
        .asTeacher()
        .delete("/api/classes/{id}/board/freeze", board.id())
        .then()
        .statusCode(200)
        .body("frozen", equalTo(false));
  }

  private ValidatableResponse settings() {
    return board.asTeacher().get("/api/classes/{id}/board", board.id()).then().statusCode(200);
  }

  private static JsonNode withoutVersion(JsonNode page) {
    return page.<ObjectNode>deepCopy().without("version");
  }

  /** Of the first on the page, by itself or in a frame. */
  private static int points(JsonNode seen) {
    return (seen.has("data") ? seen.get("data") : seen).at("/entries/0/total_points").asInt();
  }
}
