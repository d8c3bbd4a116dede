package dev.laurel.privacy;

import static dev.laurel.testing.Api.accept;
import static dev.laurel.testing.Api.as;
import static dev.laurel.testing.Api.submit;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.laurel.errors.Hundredths;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.visibility.VisibilityChanges;
import dev.laurel.security.Caller;
import dev.laurel.testing.Api;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SocketClient;
import dev.laurel.testing.SubmissionJson;
import dev.laurel.testing.TestTokens;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class ErasureTest {
  private static final int ACCESS_REVOKED = 4450;

  @TestHTTPResource("/")
  URI node;

  @Inject DataSource database;
  @Inject VisibilityChanges visibility;
  @Inject RedisDataSource redis;

  private StoredData stored;

  @BeforeEach
  void connect() {
    stored = new StoredData(database, redis);
  }

  @Test
  void erasingLeavesNothingInAnyTableOrInRedis() {
    // Given
    var student = new SampleStudent();
    Api.classBoard(student.course, student.bob);
    season(student.open, student.bob);
    await().until(() -> stored.keys(student.ada).size() >= 2);
    student.freeze();
    stored.expireAResult(student.ada);
    stored.moveIn(student.ada);
    assertEquals(stored.tablesWithUsers(), stored.rows(student.ada).keySet());

    // When
    erase(student.ada);

    // Then
    assertEquals(Map.of(), stored.rows(student.ada));
    assertEquals(List.of(), stored.keys(student.ada));
  }

  @Test
  void erasingChangesNothingOfOtherUsers() {
    // Given
    var student = SampleStudent.afterCleanUp(stored);
    var before = stored.rows(student.bob);

    // When
    erase(student.ada);

    // Then
    assertEquals(before, stored.rows(student.bob));
  }

  @Test
  void noBoardShowsAnErasedUser() {
    // Given
    var student = new SampleStudent();
    student.freeze();

    // When
    erase(student.ada);

    // Then
    for (var path :
        List.of(
            "leaderboards/classes/" + student.course,
            "leaderboards/classes/" + student.course + "/me",
            "leaderboards/seasons/" + student.open,
            "leaderboards/seasons/" + student.over,
            "leaderboards/seasons/" + student.over + "/me",
            "leaderboards/global",
            "leaderboards/global/me")) {
      for (var viewer : List.of(student.bob, student.teacher)) {
        var answer = as(viewer).queryParam("page_size", 100).get("/api/" + path).asString();
        assertFalse(answer.contains(student.ada), answer);
      }
    }
    assertEquals(
        List.of(1), Api.classBoard(student.course, student.teacher).getList("entries.rank"));
    assertEquals(List.of(1), season(student.open, student.teacher).getList("entries.rank"));
  }

  @Test
  void finalBoardsKeepTheRowWithoutTheName() {
    // Given
    var student = new SampleStudent();
    var before = season(student.over, student.bob);

    // When
    erase(student.ada);

    // Then
    var after = season(student.over, student.bob);
    assertEquals(before.getList("entries.total_points"), after.getList("entries.total_points"));
    assertEquals(before.getList("entries.rank"), after.getList("entries.rank"));
    assertEquals(student.bob, after.getString("entries[1].user.id"));
    assertTrue(after.getString("entries[0].user.username").startsWith("Anonymous "));
  }

  @Test
  void erasingClosesSocketsAndMovesOthersUp() {
    // Given
    var student = new SampleStudent();
    try (var game = open("/ws/game/", student.ada);
        var leaderboard = open("/ws/leaderboard/", student.ada);
        var below = open("/ws/leaderboard/", student.bob)) {
      below.send(
          "{\"type\":\"request_leaderboard\",\"leaderboard_type\":\"class\",\"class_id\":\"%s\"}"
              .formatted(student.course));
      assertEquals(2, below.await("leaderboard_data").at("/data/entries").size());

      // When
      erase(student.ada);

      // Then
      assertEquals(ACCESS_REVOKED, game.closeCode());
      assertEquals(ACCESS_REVOKED, leaderboard.closeCode());
      // In any order.
      Predicate<JsonNode> update =
          frame ->
              frame.path("type").asText().equals("leaderboard_update")
                  && student.course.equals(frame.path("class_id").asText())
                  && frame.at("/data/pagination/total_count").asInt() == 1;
      Predicate<JsonNode> betterRank =
          frame ->
              frame.path("type").asText().equals("rank_change")
                  && student.course.equals(frame.path("class_id").asText())
                  && frame.path("new_rank").asInt() == 1;
      await("the board without the erased user")
          .until(() -> below.frames().stream().anyMatch(update));
      await("a better rank in the class").until(() -> below.frames().stream().anyMatch(betterRank));
    }
  }

  @Test
  void tokensOfAnErasedUserAreRefusedUntilANewOneIsIssued() {
    // Given
    var student = new SampleStudent();

    // When
    erase(student.ada);

    // Then
    as(student.ada).get("/api/me").then().statusCode(401);
    returned(student.ada)
        .get("/api/me")
        .then()
        .statusCode(200)
        .body("total_points", equalTo(0))
        .body("last_seq", equalTo(0))
        .body("achievements.size()", equalTo(0));
  }

  @Test
  void aSubmissionAfterAnErasureStartsFromZero() {
    // Given
    var student = new SampleStudent();
    Api.classBoard(student.course, student.bob);
    erase(student.ada);

    // When
    var outcome =
        accept(
            SubmissionJson.practice(student.ada)
                .inClass(student.course)
                .problem(Fresh.id("p"), 10));

    // Then
    assertEquals(8, outcome.getInt("points_earned"));
    assertEquals(18, outcome.getInt("total_points"));
    assertEquals(List.of("first-steps"), outcome.getList("achievements"));
    var frames =
        Api.items(returned(student.ada).get("/api/notifications").then().extract().asString());
    assertEquals(
        LongStream.rangeClosed(1, frames.size()).boxed().toList(),
        frames.stream().map(frame -> ((Number) frame.get("seq")).longValue()).toList());
    var board = Api.classBoard(student.course, student.bob);
    assertEquals(List.of(student.bob, student.ada), board.getList("entries.user.id"));
    assertEquals(8, board.getInt("entries[1].total_points"));
  }

  @Test
  void erasingNeverLowersTheVersionOfABoard() {
    // Given
    var student = new SampleStudent();
    long before = Api.classBoard(student.course, student.bob).getLong("version");
    awaitIndex(student.course);

    // When
    erase(student.ada);

    // Then
    long after = Api.classBoard(student.course, student.bob).getLong("version");
    assertTrue(after > before, before + " " + after);
    dropIndex(student.course);
    assertEquals(after, Api.classBoard(student.course, student.bob).getLong("version"));
  }

  @Test
  void rebuildingAnIndexDoesNotBringAnErasedUserBack() {
    // Given
    var student = new SampleStudent();
    Api.classBoard(student.course, student.bob);
    erase(student.ada);

    // When
    dropIndex(student.course);
    Api.classBoard(student.course, student.bob);
    awaitIndex(student.course);

    // Then
    assertEquals(
        List.of(student.bob),
        Api.classBoard(student.course, student.bob).getList("entries.user.id"));
    assertEquals(List.of(), stored.keys(student.ada));
  }

  @Test
  void repeatedResultsOfAnErasedUserAreDuplicates() {
    // Given
    var student = new SampleStudent();
    erase(student.ada);

    // When
    var answer = submit(student.submission);

    // Then
    answer
        .statusCode(200)
        .body("outcome", equalTo("duplicate"))
        .body("points_earned", equalTo(0))
        .body("total_points", equalTo(0));
    submit(List.of(student.submission, SubmissionJson.practice(student.bob)))
        .statusCode(200)
        .body("outcome", contains("duplicate", "accepted"));
    assertEquals(Map.of(), stored.rows(student.ada));
  }

  @Test
  void regradingAnErasedResultIsRejected() {
    // Given
    var student = new SampleStudent();
    erase(student.ada);

    // When
    var answer = submit(student.submission.regraded(2, 10));

    // Then
    answer.statusCode(400).body("errors.field", contains("revision"));
    assertEquals(Map.of(), stored.rows(student.ada));
  }

  @Test
  void erasingAgainOrAnUnknownUserSucceeds() {
    // Given
    var student = new SampleStudent();
    erase(student.ada);

    // When
    erase(student.ada);
    var nobody = Fresh.id("nobody");
    erase(nobody);

    // Then
    assertEquals(Map.of(), stored.rows(student.ada));
    assertEquals(Map.of(), stored.rows(nobody));
  }

  @Test
  void settingThatWasLetInBeforeTheErasureLeavesNothing() {
    // Given
    var student = new SampleStudent();
    var caller = new Caller(student.ada, student.ada, Set.of(), Instant.MAX, Instant.now(), null);
    erase(student.ada);

    // When
    assertThrows(UnauthorizedException.class, () -> visibility.hide(Board.GLOBAL, caller, true));

    // Then
    assertEquals(Map.of(), stored.rows(student.ada));
  }

  @Test
  void unauthorizedCallersEraseNothing() {
    // Given
    var student = SampleStudent.afterCleanUp(stored);
    var before = stored.rows(student.ada);
    var path = "/api/users/" + student.ada + "/data";

    // When
    as(student.ada).delete(path).then().statusCode(403);
    as(student.teacher, "instructor", "grader").delete(path).then().statusCode(403);
    RestAssured.delete(path).then().statusCode(401);

    // Then
    assertEquals(before, stored.rows(student.ada));
  }

  @Test
  void erasingAUserWithManyRowsLeavesNothing() throws SQLException {
    // Given
    var ada = Fresh.id("ada");
    ManyRows.write(database, ada, 100_000, 10_000);

    // When
    erase(ada);

    // Then
    assertEquals(Map.of(), stored.rows(ada));
  }

  @Test
  void erasingAmongConcurrentSubmissionsLeavesOnlyLaterOnes() {
    // Given
    var student = new SampleStudent();
    var requests = new ArrayList<CompletableFuture<Api.Answer>>();
    var submissions =
        IntStream.range(0, 60)
            .mapToObj(i -> SubmissionJson.practice(student.ada).inClass(student.course))
            .toList();

    // When
    submissions.subList(0, 30).forEach(s -> requests.add(Api.postAsync("/api/submissions", s)));
    var erasure =
        Api.sendAsync("DELETE", "/api/users/" + student.ada + "/data", "operator", "", "operator");
    submissions.subList(30, 60).forEach(s -> requests.add(Api.postAsync("/api/submissions", s)));
    Api.join(requests).forEach(answer -> assertEquals(201, answer.status(), answer.body()));
    assertEquals(204, erasure.join().status());

    // Then
    var rows = stored.rows(student.ada);
    int kept = rows.getOrDefault("submission", List.of()).size();
    int achieved =
        rows.getOrDefault("earned_achievement", List.of()).stream()
            .mapToInt(row -> (int) Api.parse(row).get("points") / Hundredths.ONE)
            .sum();
    assertEquals(
        80 * kept + achieved,
        returned(student.ada).get("/api/me").then().extract().jsonPath().getInt("total_points"));
    assertEquals(kept > 0 ? 1 : 0, rows.getOrDefault("learner", List.of()).size());
    assertEquals(
        kept,
        rows.getOrDefault("problem_score", List.of()).stream()
            .map(row -> Api.parse(row).get("problem_id"))
            .distinct()
            .count());
    var frames =
        Api.items(
            returned(student.ada)
                .queryParam("limit", 500)
                .get("/api/notifications")
                .then()
                .extract()
                .asString());
    assertEquals(
        LongStream.rangeClosed(1, frames.size()).boxed().toList(),
        frames.stream().map(frame -> ((Number) frame.get("seq")).longValue()).toList());
    assertEquals(
        kept == 0 ? Set.of(student.bob) : Set.of(student.ada, student.bob),
        Set.copyOf(Api.classBoard(student.course, student.bob).getList("entries.user.id")));
  }

  /** A request with a token that was issued after the erasure. */
  private static RequestSpecification returned(String user) {
    return as(user).auth().oauth2(TestTokens.afterRevocation(user));
  }

  private static ValidatableResponse erase(String user) {
    return as("operator", "operator").delete("/api/users/{id}/data", user).then().statusCode(204);
  }

  private void awaitIndex(String course) {
    await()
        .until(
            () ->
                redis.hash(String.class).hexists("laurel:board:{class:" + course + "}", "current"));
  }

  private void dropIndex(String course) {
    redis.key().keys("laurel:board:{class:" + course + "}*").forEach(key -> redis.key().del(key));
  }

  private static JsonPath season(String season, String user) {
    return as(user)
        .get("/api/leaderboards/seasons/{id}", season)
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  private SocketClient open(String path, String user) {
    return SocketClient.open(node, path, TestTokens.of(user));
  }
}
