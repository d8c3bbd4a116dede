package dev.laurel.leaderboard.visibility;

import static dev.laurel.testing.Api.as;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.laurel.leaderboard.ClassBoard;
import dev.laurel.testing.CourseBackEnd;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class BoardDisplayTest {
  private final String ada = Fresh.id("ada");
  private final String bob = Fresh.id("bob");
  private final String cy = Fresh.id("cy");

  @TestHTTPResource("/")
  URI node;

  private ClassBoard course;

  @BeforeEach
  void aClass() {
    course = new ClassBoard(node);
    course.enrol(ada, bob, cy);
  }

  @Test
  void studentsSeeABoardOnceEnoughOfThemAreOnIt() {
    // Given
    choose("\"smallest_group\":3");
    course.solve(ada, 30);
    course.solve(bob, 20);
    var withTwo = course.page(ada);
    var rankOfTwo = course.rank(ada);

    // When
    course.solve(cy, 10);

    // Then
    assertEquals("too_few", withTwo.get("withheld").asText());
    assertEquals(0, withTwo.at("/pagination/total_count").asInt());
    assertTrue(withTwo.get("entries").isEmpty());
    assertTrue(rankOfTwo.get("user_rank").isNull());
    assertTrue(rankOfTwo.get("nearby_competitors").isEmpty());
    assertEquals(List.of(ada, bob, cy), users(course.page(ada)));
    assertFalse(course.page(ada).has("withheld"));
  }

  @Test
  void instructorsSeeABoardWhateverStudentsSee() {
    // Given
    choose("\"smallest_group\":3,\"show\":\"distribution\",\"opt_in\":true");

    // When
    course.solve(ada, 30);

    // Then
    assertEquals(List.of(ada), users(course.page(course.teacher())));
  }

  @Test
  void aClassThatShowsTheDistributionShowsNoEntriesAndNoRanks() {
    // Given
    choose("\"show\":\"distribution\"");
    course.solve(ada, 470);
    course.solve(bob, 120);

    // Then
    assertEquals("distribution", course.page(ada).get("withheld").asText());
    assertEquals(List.of(), users(course.page(ada)));
    assertTrue(course.rank(ada).get("user_rank").isNull());
    distribution(bob)
        .body("size", equalTo(2))
        .body("own_points", equalTo(120))
        .body("bands.findAll { it.count > 0 }.from", contains(100, 450))
        .body("bands.findAll { it.own }.from", contains(100));
  }

  @Test
  void aDistributionOfTooFewIsWithheld() {
    // Given
    choose("\"smallest_group\":3,\"show\":\"distribution\"");
    course.solve(ada, 470);

    // Then
    distribution(ada)
        .body("withheld", equalTo("too_few"))
        .body("size", equalTo(0))
        .body("own_points", nullValue());
  }

  @Test
  void whoFollowsABoardThatShowsNoRanksReceivesNone() {
    // Given
    choose("\"show\":\"distribution\"");
    try (var socket = course.follow(ada)) {
      // When
      course.solve(ada, 10);
      course.solve(bob, 20);
      choose("\"show\":\"ranks\"");
      var first = socket.await("leaderboard_update");
      while (!course.isOfClass(first)) {
        first = socket.await("leaderboard_update");
      }

      // Then
      assertEquals(List.of(bob, ada), users(first.get("data")));
      await().until(() -> socket.frames().stream().anyMatch(this::isRankChange));
      assertEquals(
          2,
          socket.frames().stream()
              .filter(this::isRankChange)
              .findFirst()
              .get()
              .get("new_rank")
              .asInt());
    }
  }

  private boolean isRankChange(JsonNode frame) {
    return course.isOfClass(frame) && frame.get("type").asText().equals("rank_change");
  }

  @Test
  void onAnOptInBoardStudentsSeeThoseWhoAskedForItRankedAmongThemselves() {
    // Given
    choose("\"opt_in\":true");
    course.solve(ada, 10);
    course.solve(bob, 30);
    course.solve(cy, 20);
    assertEquals(List.of(), users(course.page(ada)));

    // When
    show(ada, true);
    show(cy, true);

    // Then
    assertEquals(List.of(cy, ada), users(course.page(bob)));
    assertEquals(2, course.page(bob).at("/pagination/total_count").asInt());
    assertEquals(2, course.rank(ada).get("user_rank").asInt());
    assertEquals(cy, course.rank(ada).at("/nearby_competitors/0/user/id").asText());
    assertTrue(course.rank(bob).get("user_rank").isNull());
    assertEquals(List.of(bob, cy, ada), users(course.page(course.teacher())));
  }

  @Test
  void whoHidesOnAnOptInBoardIsNotOnItAnyMore() {
    // Given
    choose("\"opt_in\":true");
    course.solve(ada, 10);
    show(ada, true);

    // When
    show(ada, false);

    // Then
    assertEquals(List.of(), users(course.page(bob)));
  }

  @Test
  void frozenBoardsAndFinalBoardsAreOptInToo() {
    // Given
    choose("\"opt_in\":true");
    var season = course.startSeason(Map.of());
    course.solve(ada, 10);
    course.solve(bob, 30);
    show(ada, true);

    // When
    course.closeSeason(season);
    var backEnd = new CourseBackEnd(node);
    var path = "/api/leaderboards/seasons/" + season;
    await().until(() -> backEnd.get(path, bob).has("closed"));
    var ofSeason = backEnd.get(path, bob);
    course.freeze();

    // Then
    assertEquals(List.of(ada), users(ofSeason));
    assertEquals(List.of(ada), users(course.page(bob)));
    assertEquals(1, course.rank(ada).get("position").asInt());
  }

  @Test
  void studentsOfAnOptInClassHavePseudonymsOnTheGlobalBoardUntilTheyAskToBeSeen() {
    // Given
    choose("\"opt_in\":true");
    course.solve(ada, 900_000);
    var backEnd = new CourseBackEnd(node);
    var before = users(backEnd.get("/api/leaderboards/global?page_size=100", bob));

    // When
    show(ada, true);

    // Then
    assertFalse(before.contains(ada));
    assertTrue(users(backEnd.get("/api/leaderboards/global?page_size=100", bob)).contains(ada));
  }

  @ParameterizedTest
  @CsvSource({
    "'\"smallest_group\":0', smallest_group",
    "'\"smallest_group\":1001', smallest_group",
    "'\"show\":\"none\"', show",
    "'\"opt_in\":\"yes\"', opt_in"
  })
  void anInvalidFieldIsNamed(String settings, String field) {
    // When
    var answer =
        course
            .asTeacher()
            .body("{\"names\":\"everyone\"," + settings + "}")
            .put("/api/classes/{id}/board", course.id());

    // Then
    answer.then().statusCode(400).body("errors.field", contains(field));
  }

  private void choose(String settings) {
    course
        .asTeacher()
        .body("{\"names\":\"everyone\"," + settings + "}")
        .put("/api/classes/{id}/board", course.id())
        .then()
        .statusCode(200);
  }

  private void show(String user, boolean visible) {
    as(user)
        .body("{\"hidden\":" + !visible + "}")
        .put(course.path() + "/me/visibility")
        .then()
        .statusCode(200);
  }

  private ValidatableResponse distribution(String user) {
    return as(user).get(course.path() + "/distribution").then().statusCode(200);
  }

  private static List<String> users(JsonNode page) {
    return StreamSupport.stream(page.get("entries").spliterator(), false)
        .map(entry -> entry.at("/user/id").asText())
        .toList();
  }
}
