package dev.laurel.leaderboard;

import static dev.laurel.testing.Api.as;
import static dev.laurel.testing.Api.classBoard;
import static dev.laurel.testing.Api.putRoster;
import static dev.laurel.testing.Api.students;
import static dev.laurel.testing.Api.submit;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SubmissionJson;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class LeaderboardTest {
  private final String classId = Fresh.id("c");

  /** Users with ids in alphabetical order. */
  private final List<String> users =
      IntStream.range(0, 9).mapToObj(i -> Fresh.id("u" + i)).toList();

  @Test
  void equalPointsShareARankAndTheNextIsSkipped() {
    // Given
    scores(40, 30, 30, 20);

    // Then
    var board = classBoard(classId, users.get(0));
    assertEquals(List.of(1, 2, 2, 4), board.getList("entries.rank"));
    assertEquals(List.of(false, true, true, false), board.getList("entries.tied"));
    assertEquals(List.of(40, 30, 30, 20), board.getList("entries.total_points"));
  }

  @Test
  void anEntryHasTheDocumentedShape() {
    // Given
    scores(80);

    // Then
    board(0)
        .body(
            "entries[0]",
            equalTo(
                Map.of(
                    "rank",
                    1,
                    "tied",
                    false,
                    "user",
                    Map.of(
                        "id",
                        users.get(0),
                        "username",
                        "name-" + users.get(0),
                        "first_name",
                        "name-" + users.get(0),
                        "last_name",
                        ""),
                    "total_points",
                    80,
                    "completed_problems",
                    1)));
  }

  @Test
  void usersTiedInPointsAreOrderedByWhenTheyReachedThem() {
    // Given
    submit(
        List.of(
            graded(0, 30, "2026-03-02T12:00:00Z"),
            graded(1, 30, "2026-03-02T11:00:00Z"),
            graded(2, 30, "2026-03-02T11:30:00Z")));

    // Then
    assertOrder(1, 2, 0);
  }

  @Test
  void pointsCountAsReachedWithTheLastSubmissionThatChangedThem() {
    // Given
    submit(
        List.of(
            graded(0, 10, "2026-03-02T09:00:00Z"),
            graded(1, 30, "2026-03-02T11:00:00Z"),
            graded(0, 20, "2026-03-02T12:00:00Z"),
            graded(1, 0, "2026-03-02T13:00:00Z")));

    // Then
    assertOrder(1, 0);
  }

  @Test
  void usersTiedInPointsAndTimeAreOrderedById() {
    // Given
    submit(
        List.of(
            graded(2, 30, "2026-03-02T12:00:00Z"),
            graded(0, 30, "2026-03-02T12:00:00Z"),
            graded(1, 30, "2026-03-02T12:00:00Z")));

    // Then
    assertOrder(0, 1, 2);
  }

  @Test
  void idsInATieAreOrderedByTheirBytes() {
    // Given
    var ids =
        List.of("B" + users.get(0), "Z" + users.get(0), "a" + users.get(0), "é" + users.get(0));

    // When
    submit(
        ids.stream()
            .map(id -> SubmissionJson.practice(id).inClass(classId).at("2026-03-02T12:00:00Z"))
            .toList());

    // Then
    assertEquals(ids, classBoard(classId, ids.get(0)).getList("entries.user.id"));
  }

  @Test
  void aUserWithASubmissionOfNoPointsIsLast() {
    // Given
    scores(0, 10);

    // Then
    assertOrder(1, 0);
  }

  @Test
  void successivePagesShowSuccessiveUsers() {
    // Given
    scores(90, 80, 70, 60, 50);

    // Then
    page(2, 2)
        .body("entries.rank", contains(3, 4))
        .body("entries.user.id", contains(users.get(2), users.get(3)))
        .body(
            "pagination",
            equalTo(
                Map.of(
                    "page",
                    2,
                    "page_size",
                    2,
                    "total_count",
                    5,
                    "total_pages",
                    3,
                    "has_next",
                    true,
                    "has_previous",
                    true)));
  }

  @Test
  void theLastPageMayBeShorter() {
    // Given
    scores(90, 80, 70, 60, 50);

    // Then
    page(3, 2)
        .body("entries.rank", contains(5))
        .body("pagination.has_next", equalTo(false))
        .body("pagination.has_previous", equalTo(true));
  }

  @Test
  void aPageBeyondTheEndIsEmpty() {
    // Given
    scores(90, 80);

    // Then
    page(7, 2)
        .body("entries", hasSize(0))
        .body("pagination.page", equalTo(7))
        .body("pagination.total_count", equalTo(2))
        .body("pagination.total_pages", equalTo(1))
        .body("pagination.has_next", equalTo(false))
        .body("pagination.has_previous", equalTo(true));
  }

  @Test
  void thePageWithTheLargestPossibleNumberIsEmpty() {
    // Given
    scores(90);

    // Then
    page(Integer.MAX_VALUE, 100).body("entries", hasSize(0));
  }

  @Test
  void aPageHasTwentyEntriesByDefault() {
    // Given
    scores(90);

    // Then
    as(users.get(0))
        .get("/api/leaderboards/classes/{id}", classId)
        .then()
        .statusCode(200)
        .body("pagination.page", equalTo(1))
        .body("pagination.page_size", equalTo(20))
        .body("pagination.has_previous", equalTo(false));
  }

  @Test
  void theBoardOfAClassWithoutSubmissionsIsEmpty() {
    // Given
    putRoster("teacher", classId, "UTC", students(users.get(0))).then().statusCode(204);

    // Then
    board(0)
        .body("entries", hasSize(0))
        .body("pagination.total_count", equalTo(0))
        .body("pagination.total_pages", equalTo(0))
        .body("pagination.has_next", equalTo(false))
        .body("withheld", nullValue());
  }

  @Test
  void theVersionGrowsWithEveryChange() {
    // Given
    scores(10);
    var before = classBoard(classId, users.get(0)).getLong("version");

    // When
    scores(20);

    // Then
    assertTrue(classBoard(classId, users.get(0)).getLong("version") > before);
  }

  @ParameterizedTest
  @CsvSource({
    "page, 0",
    "page, -1",
    "page, x",
    "page, 1.5",
    "page, 99999999999",
    "page_size, 0",
    "page_size, 101",
    "page_size, many"
  })
  void anInvalidPageNamesTheParameter(String parameter, String value) {
    for (var path : List.of("global", "classes/" + classId)) {
      as(users.get(0))
          .queryParam(parameter, value)
          .get("/api/leaderboards/" + path)
          .then()
          .statusCode(400)
          .contentType("application/problem+json")
          .body("errors.field", contains(parameter));
    }
  }

  @Test
  void theBoardOfAnotherClassIsForbiddenWhetherOrNotItExists() {
    // Given
    scores(10);
    var stranger = Fresh.id("u");

    // Then
    for (var path :
        List.of("/api/leaderboards/classes/{id}", "/api/leaderboards/classes/{id}/me")) {
      var existing = as(stranger).get(path, classId).then().statusCode(403).extract().asString();
      var missing =
          as(stranger).get(path, Fresh.id("c")).then().statusCode(403).extract().asString();
      assertEquals(missing, existing);
    }
  }

  @Test
  void rolesOfATokenGiveNoAccessToBoardsOfClasses() {
    // Given
    scores(10);

    // Then
    as(Fresh.id("u"), "instructor", "grader")
        .get("/api/leaderboards/classes/{id}", classId)
        .then()
        .statusCode(403);
  }

  @Test
  void aRankComesWithThreeUsersAboveAndThreeBelow() {
    // Given
    scores(90, 80, 70, 60, 50, 40, 30, 20, 10);

    // Then
    rank(4)
        .body("user_rank", equalTo(5))
        .body("user_data.rank", equalTo(5))
        .body("user_data.tied", equalTo(false))
        .body("user_data.user.id", equalTo(users.get(4)))
        .body("user_data.user.username", equalTo("name-" + users.get(4)))
        .body("user_data.total_points", equalTo(50))
        .body("user_data.completed_problems", equalTo(1))
        .body("user_data.updated_at", matchesPattern("\\d{4}-\\d\\d-\\d\\dT.*Z"))
        .body("nearby_competitors.rank", contains(2, 3, 4, 6, 7, 8))
        .body("nearby_competitors.user.id", contains(users(1, 2, 3, 5, 6, 7)));
  }

  @Test
  void theFirstUserHasNeighboursBelowOnly() {
    // Given
    scores(90, 80, 70, 60, 50);

    // Then
    rank(0).body("nearby_competitors.rank", contains(2, 3, 4));
  }

  @Test
  void theLastUserHasNeighboursAboveOnly() {
    // Given
    scores(90, 80, 70, 60, 50);

    // Then
    rank(4).body("nearby_competitors.rank", contains(2, 3, 4));
  }

  @Test
  void neighboursInATieAreInTheOrderOfThePage() {
    // Given
    scores(50, 50, 50, 50, 50);

    // Then
    rank(2)
        .body("user_rank", equalTo(1))
        .body("user_data.tied", equalTo(true))
        .body("nearby_competitors.rank", contains(1, 1, 1, 1))
        .body("nearby_competitors.user.id", contains(users(0, 1, 3, 4)));
  }

  @Test
  void aTiedUserIsFoundOnThePageThatTheRankNames() {
    // Given
    scores(50, 50, 50, 50, 50);

    // When
    var page =
        as(users.get(3))
            .queryParam("page_size", 2)
            .get("/api/leaderboards/classes/{id}/me", classId)
            .then()
            .body("user_rank", equalTo(1))
            .body("position", equalTo(4))
            .extract()
            .<Integer>path("page");

    // Then
    as(users.get(3))
        .queryParam("page", page)
        .queryParam("page_size", 2)
        .get("/api/leaderboards/classes/{id}", classId)
        .then()
        .body("entries.user.id", contains(users(2, 3)));
  }

  @Test
  void aUserWhoIsNotOnTheBoardHasNoRank() {
    // Given
    putRoster("teacher", classId, "UTC", students(users.get(0))).then().statusCode(204);

    // Then
    rank(0)
        .body("user_rank", nullValue())
        .body("user_data", nullValue())
        .body("nearby_competitors", hasSize(0));
  }

  @Test
  void theGlobalBoardHasEverybody() {
    // Given
    submit(List.of(SubmissionJson.practice(users.get(0)).problem(Fresh.id("p"), 800_000)));

    // Then
    as(Fresh.id("u"))
        .get("/api/leaderboards/global")
        .then()
        .statusCode(200)
        .body("entries.size()", lessThanOrEqualTo(20))
        .body("entries.find { it.user.id == '" + users.get(0) + "' }", notNullValue());
  }

  @Test
  void theProfileHasTheGlobalRank() {
    // Given
    scores(80);

    // When
    var rank = as(users.get(0)).get("/api/leaderboards/global/me").then().extract();

    // Then
    assertEquals(90, rank.<Integer>path("user_data.total_points"));
    assertEquals(
        rank.<Integer>path("user_rank"),
        as(users.get(0)).get("/api/me").<Integer>path("global_rank"));
  }

  /** Gives the first users these points for fresh problems, all at one moment. */
  private void scores(int... points) {
    submit(
            IntStream.range(0, points.length)
                .mapToObj(i -> graded(i, points[i], "2026-03-02T12:00:00Z").with("passed", true))
                .toList())
        .statusCode(200);
  }

  private SubmissionJson graded(int user, int points, String at) {
    return SubmissionJson.practice(users.get(user)).inClass(classId).score(points).at(at);
  }

  private ValidatableResponse board(int user) {
    return as(users.get(user))
        .get("/api/leaderboards/classes/{id}", classId)
        .then()
        .statusCode(200);
  }

  private ValidatableResponse page(int page, int size) {
    return as(users.get(0))
        .queryParam("page", page)
        .queryParam("page_size", size)
        .get("/api/leaderboards/classes/{id}", classId)
        .then()
        .statusCode(200);
  }

  private ValidatableResponse rank(int user) {
    return as(users.get(user))
        .get("/api/leaderboards/classes/{id}/me", classId)
        .then()
        .statusCode(200);
  }

  private void assertOrder(int... order) {
    assertEquals(
        List.of(users(order)), classBoard(classId, users.get(0)).getList("entries.user.id"));
  }

  private String[] users(int... indexes) {
    return IntStream.of(indexes).mapToObj(users::get).toArray(String[]::new);
  }
}
