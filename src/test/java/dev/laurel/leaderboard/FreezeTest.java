package dev.laurel.leaderboard;

import static dev.laurel.testing.Api.as;
import static dev.laurel.testing.Api.member;
import static dev.laurel.testing.Api.putRoster;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.laurel.testing.CourseBackEnd;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SocketClient;
import dev.laurel.testing.TestTokens;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class FreezeTest {
  @TestHTTPResource("/")
  URI node;

  private final String course = Fresh.id("cs");
  private final String teacher = Fresh.id("teacher");
  private final String ada = Fresh.id("ada");
  private final String bob = Fresh.id("bob");
  private CourseBackEnd backEnd;

  @BeforeEach
  void aClassWithABoard() {
    backEnd = new CourseBackEnd(node);
    putRoster(
            teacher,
            course,
            "UTC",
            List.of(member(teacher, "instructor"), member(ada, "student"), member(bob, "student")))
        .then()
        .statusCode(204);
    backEnd.solve(ada, course, 300);
    backEnd.solve(bob, course, 200);
  }

  @Test
  void studentsGoOnSeeingTheBoardAsItWasWhileStaffSeeItLive() {
    // Given
    freeze("{}");
    var before = page(ada);
    var rank = rank(bob);

    // When
    backEnd.solve(bob, course, 500);

    // Then
    assertEquals(before, page(ada));
    assertEquals(rank, rank(bob));
    assertEquals(2, rank(bob).get("user_rank").asInt());
    assertEquals(bob, page(teacher).at("/entries/0/user/id").asText());
    assertEquals(700, page(teacher).at("/entries/0/total_points").asInt());
  }

  @Test
  void aFrozenBoardHasPagesAndTiesLikeAnyOther() {
    // Given
    backEnd.solve(bob, course, 100);
    var live = withoutVersion(page(ada));

    // When
    freeze("{}");

    // Then
    assertEquals(live, withoutVersion(page(ada)));
    assertEquals(0, backEnd.get(path() + "?page=9&page_size=1", ada).get("entries").size());
    assertEquals(
        1,
        backEnd.get(path() + "?page=2&page_size=1", ada).at("/entries/0/rank").asInt(),
        "tied with the one on the page before");
  }

  @Test
  void openSocketsHearNothingOfAFrozenBoardUntilItIsThawed() {
    try (var bobs = follow(bob);
        var teachers = follow(teacher)) {
      freeze("{}");
      backEnd.solve(bob, course, 500);
      teachers.await("bob's points", frame -> isUpdate(frame) && points(frame) == 700);
      bobs.send(
          "{\"type\":\"request_leaderboard\",\"leaderboard_type\":\"class\",\"class_id\":\"%s\"}"
              .formatted(course));
      assertEquals(300, points(bobs.await("leaderboard_data")));

      // When
      thaw();

      // Then
      await()
          .until(
              () ->
                  bobs.frames().stream().anyMatch(f -> isUpdate(f) && points(f) == 700)
                      && bobs.frames().stream().anyMatch(f -> isOfClass(f) && f.has("new_rank")));
      var heard = bobs.frames().stream().filter(this::isOfClass).toList();
      assertEquals(
          List.of("2 to 1"),
          heard.stream()
              .filter(frame -> frame.has("new_rank"))
              .map(frame -> frame.get("old_rank") + " to " + frame.get("new_rank"))
              .toList());
      assertEquals(
          1, heard.stream().filter(frame -> isUpdate(frame) && points(frame) == 700).count());
    }
  }

  @Test
  void aBoardFreezesWhenItsTimeHasCome() {
    // Given
    var at = Instant.now().plusSeconds(1);
    freeze("{\"at\":\"%s\"}".formatted(at));
    backEnd.solve(bob, course, 500);
    assertEquals(700, points(page(ada)));

    // When
    await().until(() -> settings().extract().path("frozen"));
    backEnd.solve(ada, course, 900);

    // Then
    assertEquals(700, points(page(ada)));
    assertEquals(1200, points(page(teacher)));
  }

  @Test
  void whatIsThawedBeforeItsTimeIsNotFrozen() {
    // Given
    freeze("{\"at\":\"%s\"}".formatted(Instant.now().plusSeconds(3600)));

    // When
    thaw();

    // Then
    settings().body("freeze_at", equalTo(null)).body("frozen", equalTo(false));
  }

  @Test
  void aTimeInThePastIsRefused() {
    as(teacher, "instructor")
        .body("{\"at\":\"2026-01-01T00:00:00Z\"}")
        .put("/api/classes/{id}/board/freeze", course)
        .then()
        .statusCode(400)
        .body("errors.field", contains("at"));
  }

  @Test
  void studentsDoNotFreeze() {
    as(ada).body("{}").put("/api/classes/{id}/board/freeze", course).then().statusCode(403);
    as(ada).delete("/api/classes/{id}/board/freeze", course).then().statusCode(403);
  }

  private void freeze(String body) {
    as(teacher, "instructor")
        .body(body)
        .put("/api/classes/{id}/board/freeze", course)
        .then()
        .statusCode(200);
  }

  private void thaw() {
    as(teacher, "instructor")
        .delete("/api/classes/{id}/board/freeze", course)
        .then()
        .statusCode(200)
        .body("frozen", equalTo(false));
  }

  private ValidatableResponse settings() {
    return as(teacher, "instructor").get("/api/classes/{id}/board", course).then().statusCode(200);
  }

  private String path() {
    return "/api/leaderboards/classes/" + course;
  }

  private JsonNode page(String user) {
    return backEnd.get(path(), user);
  }

  private JsonNode rank(String user) {
    return backEnd.get(path() + "/me", user);
  }

  private static JsonNode withoutVersion(JsonNode page) {
    return page.<ObjectNode>deepCopy().without("version");
  }

  private SocketClient follow(String user) {
    var socket = SocketClient.open(node, "/ws/leaderboard", TestTokens.of(user));
    socket.await("initial_user_rank");
    return socket;
  }

  private boolean isOfClass(JsonNode frame) {
    return frame.path("class_id").asText().equals(course);
  }

  private boolean isUpdate(JsonNode frame) {
    return isOfClass(frame) && frame.get("type").asText().equals("leaderboard_update");
  }

  /** Of the first on the page, by itself or in a frame. */
  private static int points(JsonNode seen) {
    return (seen.has("data") ? seen.get("data") : seen).at("/entries/0/total_points").asInt();
  }
}
