package dev.laurel.leaderboard.visibility;

import static dev.laurel.testing.Api.as;
import static dev.laurel.testing.Api.member;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.laurel.leaderboard.ClassBoard;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SocketClient;
import dev.laurel.testing.TestTokens;
import dev.laurel.testing.TwoStudents;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class BoardPrivacyTest extends TwoStudents {
  @Inject DataSource database;

  private final String cy = Fresh.id("cy");

  @BeforeEach
  void aClassWithABoard() {
    course.enrol(ada, bob, cy);
    course.solve(ada, 300);
    course.solve(bob, 200);
    course.solve(cy, 100);
  }

  @Test
  void allNamesAreShownByDefault() {
    assertEquals(List.of(ada, bob, cy), ids(course.page(bob)));
  }

  @Test
  void onAnAnonymousBoardStudentsSeeTheirOwnNameOnly() {
    // When
    course.showNames("anonymous");

    // Then
    var page = course.page(bob);
    assertEquals(bob, ids(page).get(1));
    assertEquals("name-" + bob, page.at("/entries/1/user/username").asText());
    assertEquals(300, page.at("/entries/0/total_points").asInt());
    assertHides(page, ada, cy);
  }

  @Test
  void onAnAnonymousBoardNeighboursAreHidden() {
    // When
    course.showNames("anonymous");

    // Then
    var rank = course.rank(bob);
    assertEquals(bob, rank.at("/user_data/user/id").asText());
    assertEquals(2, rank.get("nearby_competitors").size());
    assertHides(rank, ada, cy);
  }

  @Test
  void onABoardOfTopNamesOnlyTheFirstRanksAreNamed() {
    // When
    course
        .asTeacher()
        .body("{\"names\":\"top\",\"top\":1}")
        .put("/api/classes/{id}/board", course.id())
        .then()
        .statusCode(200)
        .body("names", equalTo("top"))
        .body("top", equalTo(1));

    // Then
    var page = course.page(cy);
    assertEquals(ada, ids(page).get(0));
    assertEquals(cy, ids(page).get(2));
    assertHides(page, bob);
  }

  @Test
  void settingsOfAClassWithoutStudentsDoNotChangeTheGlobalBoard() throws SQLException {
    // Given
    var empty = new ClassBoard(node);
    empty.enrol();
    course.showNames("anonymous");
    long before = globalRevision();

    // When
    empty.showNames("everyone");

    // Then
    assertEquals(before, globalRevision());
    course.showNames("everyone");
    assertEquals(before + 1, globalRevision());
  }

  private long globalRevision() throws SQLException {
    try (var connection = database.getConnection();
        var statement = connection.createStatement();
        var row =
            statement.executeQuery("select revision from board_setting where board = 'global'")) {
      row.next();
      return row.getLong(1);
    }
  }

  @Test
  void instructorsSeeAllNames() {
    // When
    course.showNames("anonymous");
    hide(course, ada);

    // Then
    assertEquals(List.of(ada, bob, cy), ids(course.page(course.teacher())));
  }

  @Test
  void aPseudonymStaysTheSameOnItsBoardAndDiffersOnAnother() {
    // Given
    var other = new ClassBoard(node);
    other.enrol(ada, bob, cy);
    other.solve(ada, 300);
    course.showNames("anonymous");
    other.showNames("anonymous");

    // When
    var first = ids(course.page(bob)).get(0);
    course.solve(ada, 10);

    // Then
    assertEquals(first, ids(course.page(cy)).get(0));
    assertNotEquals(first, ids(other.page(bob)).get(0));
  }

  @Test
  void pseudonymsDifferOnTheBoardsOfSeasons() {
    // Given
    course.showNames("anonymous");
    var seasons =
        List.of(
            course.startSeason(Map.of()),
            course.startSeason(Map.of()),
            course.startGlobalSeason(Map.of()),
            course.startGlobalSeason(Map.of()));

    // When
    course.solve(ada, 1_000_000);

    // Then
    var boards =
        Stream.concat(
            Stream.of("classes/" + course.id(), "global"),
            seasons.stream().map(season -> "seasons/" + season));
    assertEquals(6, boards.map(this::pseudonymOfAda).distinct().count());
    seasons.forEach(course::closeSeason);
  }

  @Test
  void aPseudonymStaysTheSameWhenTheBoardIsFrozen() {
    // Given
    course.showNames("anonymous");
    var live = pseudonymOfAda("classes/" + course.id());

    // When
    course.freeze();

    // Then
    assertEquals(live, pseudonymOfAda("classes/" + course.id()));
  }

  /** What Bob sees where Ada sees herself. */
  private String pseudonymOfAda(String board) {
    var path = "/api/leaderboards/" + board + "?page_size=100";
    var pseudonym = ids(backEnd.get(path, bob)).get(ids(backEnd.get(path, ada)).indexOf(ada));
    assertTrue(pseudonym.startsWith("~"), pseudonym);
    return pseudonym;
  }

  @Test
  void theNameOfAHiddenUserIsShownToNoOtherStudent() {
    // When
    hide(course, ada);

    // Then
    assertHides(course.page(bob), ada);
    assertEquals(List.of(ada, bob, cy), ids(course.page(ada)));
  }

  @Test
  void aUserHiddenOnTheGlobalBoardCanBeShownAgain() {
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
  void studentsOfAClassThatHidesNamesAreHiddenOnTheGlobalBoard(String names) {
    // When
    course.showNames(names);

    // Then
    assertHides(backEnd.get("/api/leaderboards/global?page_size=100", bob), ada, cy);
    var rank = backEnd.get("/api/leaderboards/global/me", bob);
    assertEquals(bob, rank.at("/user_data/user/id").asText());
    assertHides(rank, ada, cy);
  }

  @Test
  void aUserHiddenInAClassIsHiddenOnTheGlobalBoard() {
    // When
    hide(course, ada);

    // Then
    assertHides(backEnd.get("/api/leaderboards/global/me", bob), ada);
    var own = backEnd.get("/api/leaderboards/global/me", ada);
    assertEquals(ada, own.at("/user_data/user/id").asText());
  }

  @Test
  void namesHiddenInAClassAreHiddenOnOpenAndClosedGlobalSeasons() {
    // Given
    var season = course.startGlobalSeason(Map.of());
    course.solve(ada, 1_000);
    course.solve(bob, 900);
    course.showNames("anonymous");
    var path = "/api/leaderboards/seasons/" + season;

    // When
    var open = backEnd.get(path, bob);
    var openRank = backEnd.get(path + "/me", bob);
    course.closeSeason(season);

    // Then
    Stream.of(open, openRank, backEnd.get(path, bob), backEnd.get(path + "/me", bob))
        .forEach(
            seen -> {
              assertHides(seen, ada);
              assertTrue(seen.toString().contains(bob), seen::toString);
            });
  }

  @Test
  void globalBoardsOnSocketsOmitNamesHiddenInAClass() {
    // Given
    course.solve(ada, 1_000_000);
    try (var bobs = SocketClient.open(node, "/ws/leaderboard", TestTokens.of(bob))) {
      bobs.await("initial_user_rank");
      bobs.send("{\"type\":\"request_leaderboard\",\"page_size\":100}");
      assertTrue(bobs.await("leaderboard_data").toString().contains(ada));

      // When
      course.showNames("anonymous");

      // Then
      bobs.await(
          "the global board anew",
          frame ->
              frame.get("type").asText().equals("leaderboard_update")
                  && frame.path("class_id").isNull()
                  && !frame.toString().contains(ada));
      course.solve(ada, 1_000);
      bobs.send("{\"type\":\"request_user_rank\"}");
      assertHides(bobs.await("user_rank_data"), ada, cy);
      try (var cys = SocketClient.open(node, "/ws/leaderboard", TestTokens.of(cy))) {
        assertHides(cys.await("initial_global_leaderboard"), ada, bob);
        assertHides(cys.await("initial_user_rank"), ada, bob);
      }
    }
  }

  @Test
  void onASharedPageEachViewerSeesTheirOwnNameOnly() {
    // Given
    course.showNames("anonymous");
    try (var adas = course.follow(ada);
        var bobs = course.follow(bob);
        var teachers = course.follow(course.teacher())) {
      // When
      course.solve(cy, 50);

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
          .filter(text -> text.contains(course.id()))
          .forEach(text -> assertFalse(text.contains(cy), text));
    }
  }

  @Test
  void openSocketsReceiveThePageAgainWhenNamesAreHidden() {
    try (var adas = course.follow(ada)) {
      // When
      course.showNames("anonymous");

      // Then
      var update =
          adas.await(
              "an update without names",
              frame -> course.isUpdate(frame) && !frame.toString().contains("name-" + bob));
      assertHides(update.get("data"), bob, cy);
      course.ask(adas, "request_user_rank");
      assertHides(adas.await("user_rank_data"), bob, cy);
    }
  }

  @Test
  void openSocketsShowTheBoardForTheUsersNewRole() {
    // Given
    course.showNames("anonymous");
    try (var bobs = course.follow(bob)) {
      // When
      course.enrol(
          List.of(member(ada, "student"), member(bob, "instructor"), member(cy, "student")));

      // Then
      bobs.await("all names", frame -> course.isUpdate(frame) && frame.toString().contains(ada));

      // When
      course.enrol(ada, bob, cy);

      // Then
      bobs.await(
          "no names again",
          frame ->
              course.isUpdate(frame)
                  && ids(frame.get("data")).size() == 3
                  && !frame.toString().contains(ada));
    }
  }

  @Test
  void onlyInstructorsOfTheClassChangeItsBoard() {
    var body = "{\"names\":\"anonymous\"}";
    as(ada).body(body).put("/api/classes/{id}/board", course.id()).then().statusCode(403);
    as(Fresh.id("other"), "instructor")
        .body(body)
        .put("/api/classes/{id}/board", course.id())
        .then()
        .statusCode(403);
  }

  @Test
  void aUserWhoIsNotInTheClassCannotHideOnItsBoard() {
    as(Fresh.id("stranger"))
        .body("{\"hidden\":true}")
        .put(course.path() + "/me/visibility")
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
  void anInvalidFieldIsNamed(String body, String field) {
    course
        .asTeacher()
        .body(body)
        .put("/api/classes/{id}/board", course.id())
        .then()
        .statusCode(400)
        .body("errors.field", contains(field));
  }

  @Test
  void pagesAreNotCachedByProxies() {
    as(ada).get(course.path()).then().header("Cache-Control", containsString("private"));
  }

  private void hide(ClassBoard board, String user) {
    setVisibility("classes/" + board.id(), user, true);
  }

  private static void setVisibility(String board, String user, boolean hidden) {
    as(user)
        .body("{\"hidden\":%s}".formatted(hidden))
        .put("/api/leaderboards/" + board + "/me/visibility")
        .then()
        .statusCode(200)
        .body("hidden", equalTo(hidden));
  }

  private static List<String> ids(JsonNode page) {
    return page.get("entries").findValues("id").stream().map(JsonNode::asText).toList();
  }

  private static void assertHides(JsonNode seen, String... users) {
    for (var user : users) {
      assertFalse(seen.toString().contains(user), () -> user + " in " + seen);
    }
  }

  private JsonNode update(SocketClient socket, int lastPoints) {
    return socket
        .await(
            "update",
            frame ->
                course.isUpdate(frame)
                    && frame.at("/data/entries/2/total_points").asInt() == lastPoints)
        .get("data");
  }
}
