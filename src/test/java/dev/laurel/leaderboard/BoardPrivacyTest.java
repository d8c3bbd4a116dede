package dev.laurel.leaderboard;

import static dev.laurel.testing.Api.as;
import static dev.laurel.testing.Api.member;
import static dev.laurel.testing.Api.putRoster;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class BoardPrivacyTest {
  @TestHTTPResource("/")
  URI node;

  private final String course = Fresh.id("cs");
  private final String teacher = Fresh.id("teacher");
  private final String ada = Fresh.id("ada");
  private final String bob = Fresh.id("bob");
  private final String cy = Fresh.id("cy");
  private CourseBackEnd backEnd;

  @BeforeEach
  void aClassWithABoard() {
    backEnd = new CourseBackEnd(node);
    enrol(course);
    backEnd.solve(ada, course, 300);
    backEnd.solve(bob, course, 200);
    backEnd.solve(cy, course, 100);
  }

  @Test
  void everybodySeesAllNamesUnlessTheClassSaysOtherwise() {
    assertEquals(List.of(ada, bob, cy), ids(page(course, bob)));
  }

  @Test
  void onAnAnonymousBoardStudentsSeeTheirOwnNameAndNoOther() {
    // When
    names("anonymous");

    // Then
    var page = page(course, bob);
    assertEquals(bob, ids(page).get(1));
    assertEquals("name-" + bob, page.at("/entries/1/user/username").asText());
    assertEquals(300, page.at("/entries/0/total_points").asInt());
    assertHides(page, ada, cy);
  }

  @Test
  void theNeighboursOfARankAreHiddenToo() {
    // When
    names("anonymous");

    // Then
    var rank = backEnd.get(path(course) + "/me", bob);
    assertEquals(bob, rank.at("/user_data/user/id").asText());
    assertEquals(2, rank.get("nearby_competitors").size());
    assertHides(rank, ada, cy);
  }

  @Test
  void withTopTheFirstAreNamed() {
    // When
    as(teacher, "instructor")
        .body("{\"names\":\"top\",\"top\":1}")
        .put("/api/classes/{id}/board", course)
        .then()
        .statusCode(200)
        .body("names", equalTo("top"))
        .body("top", equalTo(1));

    // Then
    var page = page(course, cy);
    assertEquals(ada, ids(page).get(0));
    assertEquals(cy, ids(page).get(2));
    assertHides(page, bob);
  }

  @Test
  void instructorsSeeAllNames() {
    // When
    names("anonymous");
    hide(course, ada);

    // Then
    assertEquals(List.of(ada, bob, cy), ids(page(course, teacher)));
  }

  @Test
  void aPseudonymStaysTheSameOnItsBoardAndTellsNothingOnAnother() {
    // Given
    var other = Fresh.id("cs");
    enrol(other);
    backEnd.solve(ada, other, 300);
    names("anonymous");
    names(other, "anonymous");

    // When
    var first = ids(page(course, bob)).get(0);
    backEnd.solve(ada, course, 10);

    // Then
    assertEquals(first, ids(page(course, cy)).get(0));
    assertNotEquals(first, ids(page(other, bob)).get(0));
  }

  @Test
  void whoHidesIsSeenByNobodyElse() {
    // When
    hide(course, ada);

    // Then
    assertHides(page(course, bob), ada);
    assertEquals(List.of(ada, bob, cy), ids(page(course, ada)));
  }

  @Test
  void whoHidesOnTheGlobalBoardCanShowThemselvesAgain() {
    // Given
    setVisibility("global", ada, true);
    var hidden = backEnd.get("/api/leaderboards/global/me", bob);

    // When
    setVisibility("global", ada, false);

    // Then
    assertHides(hidden, ada);
    assertFalse(hidden.toString().contains("\"~\""));
    assertTrue(
        backEnd
            .get("/api/leaderboards/global/me", ada)
            .at("/user_data/user/id")
            .asText()
            .equals(ada));
  }

  @ParameterizedTest
  @ValueSource(strings = {"anonymous", "top"})
  void whoIsHiddenInAClassIsHiddenOnTheGlobalBoard(String names) {
    // When
    names(names);

    // Then
    assertHides(backEnd.get("/api/leaderboards/global?page_size=100", bob), ada, cy);
    var rank = backEnd.get("/api/leaderboards/global/me", bob);
    assertEquals(bob, rank.at("/user_data/user/id").asText());
    assertHides(rank, ada, cy);
  }

  @Test
  void whoHidesInAClassIsHiddenOnTheGlobalBoard() {
    // When
    hide(course, ada);

    // Then
    assertHides(backEnd.get("/api/leaderboards/global/me", bob), ada);
    var own = backEnd.get("/api/leaderboards/global/me", ada);
    assertEquals(ada, own.at("/user_data/user/id").asText());
  }

  @Test
  void whoLeavesAClassThatHidesNamesIsNamedOnTheGlobalBoardAgain() {
    // Given
    names("anonymous");
    backEnd.solve(ada, null, 1_000_000);
    assertHides(topOfAll(bob), ada);

    // When
    putRoster(teacher, course, "UTC", List.of(member(teacher, "instructor")))
        .then()
        .statusCode(204);

    // Then
    assertTrue(ids(topOfAll(bob)).contains(ada));
  }

  @Test
  void namesHiddenInAClassAreHiddenOnEverybodysSeasonsOpenOrClosed() {
    // Given
    String season =
        as(teacher, "instructor")
            .body("{\"name\":\"Season\"}")
            .post("/api/seasons")
            .then()
            .statusCode(201)
            .extract()
            .path("id");
    backEnd.solve(ada, course, 1_000);
    backEnd.solve(bob, course, 900);
    names("anonymous");
    var path = "/api/leaderboards/seasons/" + season;

    // When
    var open = backEnd.get(path, bob);
    var openRank = backEnd.get(path + "/me", bob);
    as(teacher, "instructor").post("/api/seasons/{id}/close", season).then().statusCode(200);

    // Then
    Stream.of(open, openRank, backEnd.get(path, bob), backEnd.get(path + "/me", bob))
        .forEach(
            seen -> {
              assertHides(seen, ada);
              assertTrue(seen.toString().contains(bob), seen::toString);
            });
  }

  @Test
  void socketsShowTheGlobalBoardWithoutNamesThatAClassHides() {
    // Given
    backEnd.solve(ada, course, 1_000_000);
    try (var bobs = SocketClient.open(node, "/ws/leaderboard", TestTokens.of(bob))) {
      bobs.await("initial_user_rank");
      bobs.send("{\"type\":\"request_leaderboard\",\"page_size\":100}");
      assertTrue(bobs.await("leaderboard_data").toString().contains(ada));

      // When
      names("anonymous");

      // Then
      bobs.await(
          "the global board anew",
          frame ->
              frame.get("type").asText().equals("leaderboard_update")
                  && frame.path("class_id").isNull()
                  && !frame.toString().contains(ada));
      backEnd.solve(ada, course, 1_000);
      bobs.send("{\"type\":\"request_user_rank\"}");
      assertHides(bobs.await("user_rank_data"), ada, cy);
      try (var cys = SocketClient.open(node, "/ws/leaderboard", TestTokens.of(cy))) {
        assertHides(cys.await("initial_global_leaderboard"), ada, bob);
        assertHides(cys.await("initial_user_rank"), ada, bob);
      }
    }
  }

  private JsonNode topOfAll(String user) {
    return backEnd.get("/api/leaderboards/global?page_size=100", user);
  }

  @Test
  void onASharedPageEveryViewerIsShownTheirOwnNameOnly() {
    // Given
    names("anonymous");
    try (var adas = follow(ada);
        var bobs = follow(bob);
        var teachers = follow(teacher)) {
      // When
      backEnd.solve(cy, course, 50);

      // Then
      var seenByAda = update(adas, 150);
      assertEquals(ada, ids(seenByAda).get(0));
      assertHides(seenByAda, bob, cy);
      var seenByBob = update(bobs, 150);
      assertEquals(bob, ids(seenByBob).get(1));
      assertHides(seenByBob, ada, cy);
      assertEquals(List.of(ada, bob, cy), ids(update(teachers, 150)));
      Stream.of(adas, bobs)
          .flatMap(socket -> socket.texts().stream())
          .filter(text -> text.contains(course))
          .forEach(text -> assertFalse(text.contains(cy), text));
    }
  }

  @Test
  void openSocketsAreShownTheBoardAnewWhenNamesAreHidden() {
    try (var adas = follow(ada)) {
      // When
      names("anonymous");

      // Then
      var update =
          adas.await(
              "an update without names",
              frame -> isUpdate(frame) && !frame.toString().contains("name-" + bob));
      assertHides(update.get("data"), bob, cy);
      adas.send(
          "{\"type\":\"request_user_rank\",\"leaderboard_type\":\"class\",\"class_id\":\"%s\"}"
              .formatted(course));
      assertHides(adas.await("user_rank_data"), bob, cy);
    }
  }

  @Test
  void openSocketsShowWhatTheNewRoleOfTheirUserMaySee() {
    // Given
    names("anonymous");
    try (var bobs = follow(bob)) {
      // When
      enrol(course, "instructor");

      // Then
      bobs.await("all names", frame -> isUpdate(frame) && frame.toString().contains(ada));

      // When
      enrol(course, "student");

      // Then
      bobs.await(
          "no names again",
          frame ->
              isUpdate(frame)
                  && ids(frame.get("data")).size() == 3
                  && !frame.toString().contains(ada));
    }
  }

  @Test
  void onlyInstructorsOfTheClassDecide() {
    var body = "{\"names\":\"anonymous\"}";
    as(ada).body(body).put("/api/classes/{id}/board", course).then().statusCode(403);
    as(Fresh.id("other"), "instructor")
        .body(body)
        .put("/api/classes/{id}/board", course)
        .then()
        .statusCode(403);
  }

  @Test
  void strangersCannotHideOnTheBoardOfAClass() {
    as(Fresh.id("stranger"))
        .body("{\"hidden\":true}")
        .put(path(course) + "/me/visibility")
        .then()
        .statusCode(403);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"names":"some"}          | names
          {}                        | names
          {"names":"top","top":0}   | top
          {"names":"top","top":"x"} | top
          """)
  void theFieldAtFaultIsNamed(String body, String field) {
    as(teacher, "instructor")
        .body(body)
        .put("/api/classes/{id}/board", course)
        .then()
        .statusCode(400)
        .body("errors.field", contains(field));
  }

  @Test
  void noCacheOnTheWayKeepsWhatOneUserSees() {
    as(ada).get(path(course)).then().header("Cache-Control", containsString("private"));
  }

  private void enrol(String classId) {
    enrol(classId, "student");
  }

  private void enrol(String classId, String roleOfBob) {
    putRoster(
            teacher,
            classId,
            "UTC",
            List.of(
                member(teacher, "instructor"),
                member(ada, "student"),
                member(bob, roleOfBob),
                member(cy, "student")))
        .then()
        .statusCode(204);
  }

  private void names(String names) {
    names(course, names);
  }

  private void names(String classId, String names) {
    as(teacher, "instructor")
        .body("{\"names\":\"%s\"}".formatted(names))
        .put("/api/classes/{id}/board", classId)
        .then()
        .statusCode(200);
  }

  private void hide(String classId, String user) {
    setVisibility("classes/" + classId, user, true);
  }

  private static void setVisibility(String board, String user, boolean hidden) {
    as(user)
        .body("{\"hidden\":%s}".formatted(hidden))
        .put("/api/leaderboards/" + board + "/me/visibility")
        .then()
        .statusCode(200)
        .body("hidden", equalTo(hidden));
  }

  private JsonNode page(String classId, String user) {
    return backEnd.get(path(classId), user);
  }

  private static String path(String classId) {
    return "/api/leaderboards/classes/" + classId;
  }

  private static List<String> ids(JsonNode page) {
    return page.get("entries").findValues("id").stream().map(JsonNode::asText).toList();
  }

  private static void assertHides(JsonNode seen, String... users) {
    for (var user : users) {
      assertFalse(seen.toString().contains(user), () -> user + " in " + seen);
    }
  }

  private SocketClient follow(String user) {
    var socket = SocketClient.open(node, "/ws/leaderboard", TestTokens.of(user));
    socket.send(
        "{\"type\":\"request_leaderboard\",\"leaderboard_type\":\"class\",\"class_id\":\"%s\"}"
            .formatted(course));
    socket.await("leaderboard_data");
    return socket;
  }

  private JsonNode update(SocketClient socket, int lastPoints) {
    return socket
        .await(
            "update",
            frame ->
                isUpdate(frame) && frame.at("/data/entries/2/total_points").asInt() == lastPoints)
        .get("data");
  }

  private boolean isUpdate(JsonNode frame) {
    return frame.path("class_id").asText().equals(course)
        && frame.get("type").asText().equals("leaderboard_update");
  }
}
