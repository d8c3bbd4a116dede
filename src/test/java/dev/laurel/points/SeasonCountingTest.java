package dev.laurel.points;

import static dev.laurel.testing.Api.as;
import static dev.laurel.testing.Api.submit;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.leaderboard.ClassBoard;
import dev.laurel.testing.Api;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SocketClient;
import dev.laurel.testing.SubmissionJson;
import dev.laurel.testing.TestTokens;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class SeasonCountingTest {
  private final Instant start = Instant.now().minus(Duration.ofHours(3));
  private final Instant during = start.plusSeconds(60);
  private final String ada = Fresh.id("ada");
  private final String bob = Fresh.id("bob");

  @TestHTTPResource("/")
  URI node;

  private ClassBoard course;

  @BeforeEach
  void aClass() {
    course = new ClassBoard(node);
    course.enrol(ada, bob);
  }

  @Test
  void aSeasonCountsWhatWasHandedInSinceItBegan() {
    // Given
    var problem = Fresh.id("p");
    submit(practice(ada).problem(problem, 100).score(90).at(start.minusSeconds(1)));
    submit(practice(ada).problem(problem, 100).score(40).at(during));
    submit(practice(ada).problem(problem, 100).score(60).at(during));
    submit(SubmissionJson.practice(ada).score(50).at(during));

    // When
    var season = course.startSeason(Map.of("starts_at", start));

    // Then
    assertEquals(Map.of(ada, 60), counted(season));
  }

  @Test
  void theBoardOfAnAssignmentMadeAfterTheWorkHasIt() {
    // Given
    var problem = Fresh.id("p");
    submit(practice(ada).problem(problem, 100).score(60).at(during));
    submit(practice(bob).score(50).at(during));

    // When
    var season = course.startSeason(Map.of("starts_at", start, "problem_ids", List.of(problem)));

    // Then
    assertEquals(Map.of(ada, 60), counted(season));
  }

  @Test
  void aSeasonOfEverybodyCountsAllClasses() {
    // Given
    submit(practice(ada).score(60).at(during));
    submit(SubmissionJson.practice(bob).score(50).at(during));

    // When
    var season = course.startGlobalSeason(Map.of("starts_at", start));

    // Then
    counted(season);
    assertEquals(60, points(season, ada));
    assertEquals(50, points(season, bob));
    course.closeSeason(season);
  }

  @Test
  void resultsThatArriveWhileASeasonIsMadeCountOnce() {
    // Given
    var requests = new ArrayList<CompletableFuture<Api.Answer>>();
    var students = IntStream.range(0, 40).mapToObj(i -> Fresh.id("s")).toList();

    // When
    for (int i = 0; i < students.size(); i++) {
      var result = practice(students.get(i)).score(50).at(during);
      requests.add(Api.postAsync("/api/submissions", result));
      requests.add(Api.postAsync("/api/submissions", result.retried().score(70)));
      if (i == students.size() / 2) {
        requests.add(
            Api.sendAsync(
                "POST",
                "/api/seasons",
                course.teacher(),
                Api.text(
                    Map.of("class_id", course.id(), "name", "Late", "starts_at", start.toString())),
                "instructor"));
      }
    }
    var season =
        Api.join(requests).stream()
            .map(Api.Answer::json)
            .filter(answer -> answer.containsKey("starts_at"))
            .map(answer -> (String) answer.get("id"))
            .findFirst()
            .orElseThrow();

    // Then
    assertEquals(
        students.stream().collect(Collectors.toMap(student -> student, student -> 70)),
        counted(season));
  }

  @Test
  void aRegradeAfterTheClosingCountsWithARecountAndViewersReceiveTheBoard() {
    // Given
    var season = course.startSeason(Map.of("starts_at", start));
    var result = practice(ada).score(60).at(during);
    submit(result);
    submit(practice(bob).score(70).at(during));
    counted(season);
    close(season);
    submit(result.regraded(2, 80));
    try (var socket = SocketClient.open(node, "/ws/leaderboard", TestTokens.of(bob))) {
      socket.send("{\"type\":\"request_leaderboard\",\"season\":\"" + season + "\"}");
      assertEquals(70, socket.await("leaderboard_data").at("/data/entries/0/total_points").asInt());

      // When
      recount(season);

      // Then
      assertEquals(Map.of(ada, 80, bob, 70), counted(season));
      socket.await(
          "the board counted again",
          frame ->
              frame.path("season").asText().equals(season)
                  && frame.at("/data/entries/0/total_points").asInt() == 80
                  && frame.at("/data/closed").asBoolean());
    }
    assertTrue(
        as("operator", "operator")
            .queryParam("limit", 500)
            .get("/api/audit")
            .jsonPath()
            .getList("items.findAll { it.target == '" + season + "' }.action")
            .contains("season_recounted"));
  }

  @Test
  void aResultAfterAnEarlyClosingStaysOutOfARecount() {
    // Given
    var season = course.startSeason(Map.of("starts_at", start));
    submit(practice(ada).score(60).at(during));
    counted(season);
    close(season);
    submit(practice(ada).score(80));

    // When
    recount(season);

    // Then
    assertEquals(Map.of(ada, 60), counted(season));
  }

  @Test
  void aRecountKeepsFormerAndErasedStudentsAndWhoWasHidden() {
    // Given
    var cy = Fresh.id("cy");
    course.enrol(ada, bob, cy);
    course.showNames("anonymous");
    var season = course.startSeason(Map.of("starts_at", start));
    for (var student : List.of(ada, bob, cy)) {
      submit(practice(student).score(60).at(during));
    }
    counted(season);
    close(season);
    course.showNames("everyone");
    course.enrol(ada, cy);
    as("operator", "operator").delete("/api/users/{id}/data", cy).then().statusCode(204);

    // When
    recount(season);

    // Then
    counted(season);
    var asAda = board(season, ada);
    assertEquals(List.of(60, 60, 60), asAda.getList("entries.total_points"));
    assertEquals(
        2L,
        asAda.<String>getList("entries.user.id").stream().filter(id -> id.startsWith("~")).count());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void anyHistoryEndsWithTheBestResultsOfItsTime(long seed) {
    // Given
    var random = new Random(seed);
    var problems = List.of(Fresh.id("p"), Fresh.id("p"), Fresh.id("p"));
    var history = new HashMap<String, SubmissionJson>();
    Runnable grade =
        () -> {
          var user = random.nextBoolean() ? ada : bob;
          var result =
              practice(user)
                  .problem(problems.get(random.nextInt(problems.size())), 100)
                  .score(random.nextInt(101))
                  .at(start.plusSeconds(random.nextInt(-2, 3)));
          history.put(result.id(), result);
          submit(result).statusCode(201);
        };
    Runnable regrade =
        () -> {
          var before = List.copyOf(history.values()).get(random.nextInt(history.size()));
          int revision = (int) before.fields().getOrDefault("revision", 1) + 1;
          var result = before.regraded(revision, random.nextInt(101));
          history.put(result.id(), result);
          submit(result).statusCode(201);
        };

    // When
    IntStream.range(0, 12).forEach(i -> grade.run());
    var season = course.startSeason(Map.of("starts_at", start));
    IntStream.range(0, 12).forEach(i -> (random.nextBoolean() ? grade : regrade).run());

    // Then
    assertEquals(best(history), counted(season));

    // When
    close(season);
    IntStream.range(0, 6).forEach(i -> regrade.run());
    recount(season);

    // Then
    assertEquals(best(history), counted(season));
  }

  /** The points by user: the sum of the best scores for each problem since the season began. */
  private Map<String, Integer> best(Map<String, SubmissionJson> history) {
    var scores = new HashMap<String, Map<String, Integer>>();
    for (var result : history.values()) {
      if (!Instant.parse((String) result.fields().get("graded_at")).isBefore(start)) {
        @SuppressWarnings("unchecked")
        var user = ((Map<String, String>) result.fields().get("user")).get("id");
        scores
            .computeIfAbsent(user, any -> new HashMap<>())
            .merge(
                result.problemId(), ((Number) result.fields().get("score")).intValue(), Math::max);
      }
    }
    return scores.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                user -> user.getValue().values().stream().mapToInt(score -> score).sum()));
  }

  private SubmissionJson practice(String user) {
    return SubmissionJson.practice(user).inClass(course.id());
  }

  private void close(String season) {
    course.closeSeason(season);
    await().until(() -> Boolean.TRUE.equals(board(season, course.teacher()).get("closed")));
  }

  private void recount(String season) {
    course.asTeacher().post("/api/seasons/{id}/recount", season).then().statusCode(200);
  }

  /** The points of a season by user, once it is counted. */
  private Map<String, Integer> counted(String season) {
    await().until(() -> !isCounting(season));
    var board = board(season, course.teacher());
    var points = new HashMap<String, Integer>();
    for (int i = 0; i < board.getList("entries").size(); i++) {
      points.put(
          board.getString("entries[" + i + "].user.id"),
          (int) board.getDouble("entries[" + i + "].total_points"));
    }
    return points;
  }

  private boolean isCounting(String season) {
    return Stream.of("", "?class_id=" + course.id())
        .map(query -> course.asTeacher().get("/api/seasons" + query).jsonPath())
        .flatMap(seasons -> seasons.<Map<String, Object>>getList("").stream())
        .anyMatch(found -> found.get("id").equals(season) && found.containsKey("counting"));
  }

  private static int points(String season, String user) {
    return as(user)
        .get("/api/leaderboards/seasons/{id}/me", season)
        .then()
        .statusCode(200)
        .extract()
        .path("user_data.total_points");
  }

  private static JsonPath board(String season, String user) {
    return as(user)
        .queryParam("page_size", 100)
        .get("/api/leaderboards/seasons/{id}", season)
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }
}
