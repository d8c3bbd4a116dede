package dev.laurel.privacy;

import static dev.laurel.testing.Api.accept;
import static dev.laurel.testing.Api.as;
import static dev.laurel.testing.Api.submit;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.testing.Api;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SocketClient;
import dev.laurel.testing.SubmissionJson;
import dev.laurel.testing.TestTokens;
import io.quarkus.redis.datasource.RedisDataSource;
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
  @Inject RedisDataSource redis;

  private Traces traces;

  @BeforeEach
  void connect() {
    traces = new Traces(database, redis);
  }

  @Test
  void nothingIsLeftInAnyTableOrInRedis() {
    // Given
    var life = new Life();
    Api.classBoard(life.course, life.bob);
    season(life.open, life.bob);
    await().until(() -> traces.keys(life.ada).size() >= 2);
    life.freeze();
    assertEquals(traces.tablesWithUsers(), traces.rows(life.ada).keySet());

    // When
    erase(life.ada);

    // Then
    assertEquals(Map.of(), traces.rows(life.ada));
    assertEquals(List.of(), traces.keys(life.ada));
  }

  @Test
  void nothingOfTheOthersChanges() {
    // Given
    var life = Life.settled(traces);
    var before = traces.rows(life.bob);

    // When
    erase(life.ada);

    // Then
    assertEquals(before, traces.rows(life.bob));
  }

  @Test
  void nobodyIsShownTheUserAnyMore() {
    // Given
    var life = new Life();
    life.freeze();

    // When
    erase(life.ada);

    // Then
    for (var path :
        List.of(
            "leaderboards/classes/" + life.course,
            "leaderboards/classes/" + life.course + "/me",
            "leaderboards/seasons/" + life.open,
            "leaderboards/seasons/" + life.over,
            "leaderboards/seasons/" + life.over + "/me",
            "leaderboards/global",
            "leaderboards/global/me")) {
      for (var viewer : List.of(life.bob, life.teacher)) {
        var answer = as(viewer).queryParam("page_size", 100).get("/api/" + path).asString();
        assertFalse(answer.contains(life.ada), answer);
      }
    }
    assertEquals(List.of(1), Api.classBoard(life.course, life.teacher).getList("entries.rank"));
    assertEquals(List.of(1), season(life.open, life.teacher).getList("entries.rank"));
  }

  @Test
  void whatIsFinalStaysWithoutTheName() {
    // Given
    var life = new Life();
    var before = season(life.over, life.bob);

    // When
    erase(life.ada);

    // Then
    var after = season(life.over, life.bob);
    assertEquals(before.getList("entries.total_points"), after.getList("entries.total_points"));
    assertEquals(before.getList("entries.rank"), after.getList("entries.rank"));
    assertEquals(life.bob, after.getString("entries[1].user.id"));
    assertTrue(after.getString("entries[0].user.username").startsWith("Anonymous "));
  }

  @Test
  void theSocketsCloseAndWhoStandsBelowMovesUp() {
    // Given
    var life = new Life();
    try (var game = open("/ws/game/", life.ada);
        var leaderboard = open("/ws/leaderboard/", life.ada);
        var below = open("/ws/leaderboard/", life.bob)) {
      below.send(
          "{\"type\":\"request_leaderboard\",\"leaderboard_type\":\"class\",\"class_id\":\"%s\"}"
              .formatted(life.course));
      assertEquals(2, below.await("leaderboard_data").at("/data/entries").size());

      // When
      erase(life.ada);

      // Then
      assertEquals(ACCESS_REVOKED, game.closeCode());
      assertEquals(ACCESS_REVOKED, leaderboard.closeCode());
      below.await(
          "the board without the erased user",
          frame ->
              frame.path("type").asText().equals("leaderboard_update")
                  && life.course.equals(frame.path("class_id").asText())
                  && frame.at("/data/pagination/total_count").asInt() == 1);
      below.await(
          "a better rank in the class",
          frame ->
              frame.path("type").asText().equals("rank_change")
                  && life.course.equals(frame.path("class_id").asText())
                  && frame.path("new_rank").asInt() == 1);
    }
  }

  @Test
  void theTokensUpToThenAreRefused() {
    // Given
    var life = new Life();

    // When
    erase(life.ada);

    // Then
    as(life.ada).get("/api/me").then().statusCode(401);
    returned(life.ada)
        .get("/api/me")
        .then()
        .statusCode(200)
        .body("total_points", equalTo(0))
        .body("last_seq", equalTo(0))
        .body("achievements.size()", equalTo(0));
  }

  @Test
  void whatComesLaterBeginsAnew() {
    // Given
    var life = new Life();
    Api.classBoard(life.course, life.bob);
    erase(life.ada);

    // When
    var outcome =
        accept(SubmissionJson.practice(life.ada).inClass(life.course).problem(Fresh.id("p"), 10));

    // Then
    assertEquals(8, outcome.getInt("points_earned"));
    assertEquals(18, outcome.getInt("total_points"));
    assertEquals(List.of("first-steps"), outcome.getList("achievements"));
    var frames =
        Api.items(returned(life.ada).get("/api/notifications").then().extract().asString());
    assertEquals(
        LongStream.rangeClosed(1, frames.size()).boxed().toList(),
        frames.stream().map(frame -> ((Number) frame.get("seq")).longValue()).toList());
    var board = Api.classBoard(life.course, life.bob);
    assertEquals(List.of(life.bob, life.ada), board.getList("entries.user.id"));
    assertEquals(8, board.getInt("entries[1].total_points"));
  }

  @Test
  void aBoardsVersionNeverFalls() {
    // Given
    var life = new Life();
    long before = Api.classBoard(life.course, life.bob).getLong("version");
    awaitIndex(life.course);

    // When
    erase(life.ada);

    // Then
    long after = Api.classBoard(life.course, life.bob).getLong("version");
    assertTrue(after > before, before + " " + after);
    dropIndex(life.course);
    assertEquals(after, Api.classBoard(life.course, life.bob).getLong("version"));
  }

  @Test
  void anIndexThatIsMadeAnewDoesNotBringTheUserBack() {
    // Given
    var life = new Life();
    Api.classBoard(life.course, life.bob);
    erase(life.ada);

    // When
    dropIndex(life.course);
    Api.classBoard(life.course, life.bob);
    awaitIndex(life.course);

    // Then
    assertEquals(
        List.of(life.bob), Api.classBoard(life.course, life.bob).getList("entries.user.id"));
    assertEquals(List.of(), traces.keys(life.ada));
  }

  @Test
  void aGraderWhoRepeatsOldResultsBringsNothingBack() {
    // Given
    var life = new Life();
    erase(life.ada);

    // When
    var answer = submit(life.submission);

    // Then
    answer
        .statusCode(200)
        .body("outcome", equalTo("duplicate"))
        .body("points_earned", equalTo(0))
        .body("total_points", equalTo(0));
    submit(List.of(life.submission, SubmissionJson.practice(life.bob)))
        .statusCode(200)
        .body("outcome", contains("duplicate", "accepted"));
    assertEquals(Map.of(), traces.rows(life.ada));
  }

  @Test
  void aRegradeOfWhatWasErasedIsRejected() {
    // Given
    var life = new Life();
    erase(life.ada);

    // When
    var answer = submit(life.submission.regraded(2, 10));

    // Then
    answer.statusCode(400).body("errors.field", contains("revision"));
    assertEquals(Map.of(), traces.rows(life.ada));
  }

  @Test
  void itMayBeRepeatedAndSaysNothingOfWhoIsKnown() {
    // Given
    var life = new Life();
    erase(life.ada);

    // When
    erase(life.ada);
    var nobody = Fresh.id("nobody");
    erase(nobody);

    // Then
    assertEquals(Map.of(), traces.rows(life.ada));
    assertEquals(Map.of(), traces.rows(nobody));
  }

  @Test
  void whoMayNotDoesNothing() {
    // Given
    var life = Life.settled(traces);
    var before = traces.rows(life.ada);
    var path = "/api/users/" + life.ada + "/data";

    // When
    as(life.ada).delete(path).then().statusCode(403);
    as(life.teacher, "instructor", "grader").delete(path).then().statusCode(403);
    RestAssured.delete(path).then().statusCode(401);

    // Then
    assertEquals(before, traces.rows(life.ada));
  }

  @Test
  void aLongLifeGoesInParts() throws SQLException {
    // Given
    var ada = Fresh.id("ada");
    LongLife.write(database, ada, 100_000, 10_000);

    // When
    erase(ada);

    // Then
    assertEquals(Map.of(), traces.rows(ada));
  }

  @Test
  void amidSubmissionsItLeavesWhatCameLaterAndNothingElse() {
    // Given
    var life = new Life();
    var requests = new ArrayList<CompletableFuture<Api.Answer>>();
    var submissions =
        IntStream.range(0, 60)
            .mapToObj(i -> SubmissionJson.practice(life.ada).inClass(life.course))
            .toList();

    // When
    submissions.subList(0, 30).forEach(s -> requests.add(Api.postAsync("/api/submissions", s)));
    var erasure =
        Api.sendAsync("DELETE", "/api/users/" + life.ada + "/data", "operator", "", "operator");
    submissions.subList(30, 60).forEach(s -> requests.add(Api.postAsync("/api/submissions", s)));
    Api.join(requests).forEach(answer -> assertEquals(201, answer.status(), answer.body()));
    assertEquals(204, erasure.join().status());

    // Then
    var rows = traces.rows(life.ada);
    int kept = rows.getOrDefault("submission", List.of()).size();
    int achieved =
        rows.getOrDefault("earned_achievement", List.of()).stream()
            .mapToInt(row -> (int) Api.parse(row).get("points"))
            .sum();
    assertEquals(
        80 * kept + achieved,
        returned(life.ada).get("/api/me").then().extract().jsonPath().getInt("total_points"));
    assertEquals(kept > 0 ? 1 : 0, rows.getOrDefault("learner", List.of()).size());
    assertEquals(kept, rows.getOrDefault("problem_score", List.of()).size() / (kept > 0 ? 3 : 1));
    var frames =
        Api.items(
            returned(life.ada)
                .queryParam("limit", 500)
                .get("/api/notifications")
                .then()
                .extract()
                .asString());
    assertEquals(
        LongStream.rangeClosed(1, frames.size()).boxed().toList(),
        frames.stream().map(frame -> ((Number) frame.get("seq")).longValue()).toList());
    assertEquals(
        kept == 0 ? Set.of(life.bob) : Set.of(life.ada, life.bob),
        Set.copyOf(Api.classBoard(life.course, life.bob).getList("entries.user.id")));
  }

  /** A request with a token that was issued after the erasure. */
  private static RequestSpecification returned(String user) {
    return as(user).auth().oauth2(TestTokens.issued(user, Instant.now().plusSeconds(2), "new"));
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
