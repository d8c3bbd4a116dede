package dev.laurel.rehearsal;

import static dev.laurel.rehearsal.RehearsedClass.changes;
import static dev.laurel.rehearsal.RehearsedClass.rehearseAs;
import static dev.laurel.rehearsal.RehearsedClass.request;
import static dev.laurel.testing.Api.accept;
import static dev.laurel.testing.Api.classBoard;
import static dev.laurel.testing.Api.join;
import static dev.laurel.testing.Api.postAsync;
import static dev.laurel.testing.Api.sendAsync;
import static dev.laurel.testing.Api.submit;
import static dev.laurel.testing.Api.text;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.testing.AchievementJson;
import dev.laurel.testing.Api.Answer;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.LogLines;
import dev.laurel.testing.SocketClient;
import dev.laurel.testing.TestTokens;
import io.quarkus.arc.Arc;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class RehearsalTest {
  @Inject DataSource database;
  @Inject RedisDataSource redis;
  @Inject Rehearsals rehearsals;

  @TestHTTPResource("/")
  URI node;

  @Test
  void aRehearsalSaysWhoGainsWhoLosesAndWhoMoves() {
    // Given
    var course = new RehearsedClass(database, 3);
    var ada = course.users.get(0);
    var bob = course.users.get(1);
    var easy = "p-" + course.mark;
    var hard = "q-" + course.mark;
    accept(course.practice(ada).problem(easy, 10).score(100));
    accept(course.practice(bob).problem(hard, 20).score(100));

    // When
    var rehearsal =
        course.rehearse(
            "PUT",
            course.path("/rules"),
            Map.of("problems", List.of(worth(easy, 30.5), worth(hard, 5))));

    // Then
    assertEquals(3, rehearsal.get("students"));
    var summary = (Map<?, ?>) rehearsal.get("summary");
    assertEquals(1, summary.get("gain"));
    assertEquals(1, summary.get("lose"));
    assertEquals(1, summary.get("move_up"));
    assertEquals(1, summary.get("move_down"));
    var gain = changes(rehearsal).get(ada);
    assertEquals("name-" + ada, gain.get("username"));
    assertEquals(10, gain.get("points_before"));
    assertEquals(30.5, gain.get("points_after"));
    assertEquals(2, gain.get("rank_before"));
    assertEquals(1, gain.get("rank_after"));
    var list = (List<?>) rehearsal.get("changes");
    assertEquals(ada, ((Map<?, ?>) list.get(0)).get("id"), "the largest change first");
    assertEquals(2, list.size());
  }

  @Test
  void aRehearsalReachesNoSocketNoLogAndNoOtherNode() throws SQLException {
    // Given
    var course = new RehearsedClass(database, 2);
    var ada = course.users.get(0);
    var problem = "p-" + course.mark;
    accept(course.practice(ada).problem(problem, 10).score(100));
    course.awaitCounted();
    var hints = new CopyOnWriteArrayList<String>();
    var subscription =
        redis
            .pubsub(String.class)
            .subscribeToPattern("*", (channel, hint) -> hints.add(channel + " " + hint));
    try (var socket = SocketClient.open(node, "/ws/game/", TestTokens.of(ada));
        var lines = new LogLines("laurel.audit")) {
      var rows = course.rows();
      var board = classBoard(course.id, ada).getList("entries");
      int frames = socket.frames().size();

      // When
      course.rehearse(
          "PUT", course.path("/rules"), Map.of("problems", List.of(worth(problem, 99))));
      course.rehearse(
          "POST", course.path("/achievements"), achievement("a-" + course.mark, "completions", 1));
      course.rehearse("PUT", course.path("/levels"), List.of(Map.of("name", "L", "points", 1)));
      course.rehearse("PUT", course.path("/calendar"), Map.of("teaching_days", List.of("monday")));
      course.rehearse("PUT", excuse(course, ada), Map.of());

      // Then: what comes next is the next result.
      assertEquals(rows, course.rows());
      assertEquals(board, classBoard(course.id, ada).getList("entries"));
      assertEquals(List.of(), List.copyOf(lines.all()));
      course.awaitCounted();
      accept(course.practice(ada).problem(problem, 20).score(100));
      await().until(() -> hints.stream().anyMatch(hint -> hint.contains("user:" + ada)));
      var next = socket.awaitFrames(frames + 1).get(frames);
      assertEquals("practice_completed", next.get("type").asText());
      var first = hints.stream().filter(hint -> hint.contains("user:" + ada)).findFirst();
      assertTrue(first.orElseThrow().contains("practice_completed"), hints::toString);
    } finally {
      subscription.unsubscribe();
    }
  }

  @Test
  void aRehearsalIsRefusedWhereTheChangeIs() {
    // Given
    var course = new RehearsedClass(database, 1);
    var rules = course.path("/rules");
    course.change("PUT", rules, Map.of("extra_credit", 5)).then().statusCode(200);

    // Then
    rehearseAs(course.teacher, "PUT", rules, Map.of("extra_credit", -1), "instructor")
        .then()
        .statusCode(400)
        .body("errors.field", contains("extra_credit"));
    rehearseAs(course.teacher, "PUT", rules, Map.of("version", 0, "extra_credit", 1), "instructor")
        .then()
        .statusCode(409);
    rehearseAs(Fresh.id("stranger"), "PUT", rules, Map.of("extra_credit", 1), "instructor")
        .then()
        .statusCode(403);
    rehearseAs(course.teacher, "PUT", excuse(course, Fresh.id("nobody")), Map.of(), "instructor")
        .then()
        .statusCode(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "1", "TRUE", ""})
  void aMisspeltRehearsalIsNotTakenForTheChange(String dryRun) {
    var course = new RehearsedClass(database, 1);
    request(
            course.teacher,
            "PUT",
            course.path("/rules"),
            Map.of("extra_credit", 5),
            dryRun,
            "instructor")
        .then()
        .statusCode(400)
        .body("errors.field", contains("dry_run"));
    request(
            course.teacher,
            "PUT",
            course.path("/roster"),
            Map.of("name", "C", "time_zone", "UTC", "members", List.of()),
            dryRun,
            "instructor")
        .then()
        .statusCode(400)
        .body("errors.field", contains("dry_run"));
    request(course.teacher, "GET", course.path("/rules"), null, "false", "instructor")
        .then()
        .statusCode(400);
  }

  @Test
  void aLongListIsCutAndTheNumbersAreWhole() {
    // Given
    var course = new RehearsedClass(database, Rehearsals.LISTED + 20);
    var problem = "p-" + course.mark;
    submit(
            course.users.stream()
                .map(user -> course.practice(user).problem(problem, 10).score(100))
                .toList())
        .statusCode(200);

    // When
    var rehearsal =
        course.rehearse(
            "PUT", course.path("/rules"), Map.of("problems", List.of(worth(problem, 20))));

    // Then
    assertEquals(Rehearsals.LISTED, changes(rehearsal).size());
    assertEquals(20, rehearsal.get("more"));
    assertEquals(Rehearsals.LISTED + 20, ((Map<?, ?>) rehearsal.get("summary")).get("gain"));
  }

  @Test
  void aNodeRefusesMoreRehearsalsThanItCanDo() throws InterruptedException {
    // Given
    var course = new RehearsedClass(database, 1);
    var begun = new CountDownLatch(2);
    var end = new CountDownLatch(1);
    var two =
        Stream.of(1, 2)
            .map(any -> CompletableFuture.runAsync(() -> rehearse(course, begun, end)))
            .toArray(CompletableFuture[]::new);
    assertTrue(begun.await(20, TimeUnit.SECONDS));

    // When
    var answer =
        request(
            course.teacher,
            "PUT",
            course.path("/rules"),
            Map.of("extra_credit", 5),
            "true",
            "instructor");

    // Then
    end.countDown();
    CompletableFuture.allOf(two).join();
    answer.then().statusCode(503).header("Retry-After", "1");
  }

  private void rehearse(RehearsedClass course, CountDownLatch begun, CountDownLatch end) {
    var context = Arc.container().requestContext();
    context.activate();
    try {
      rehearsals.rehearse(
          course.id,
          () -> {
            begun.countDown();
            try {
              end.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          },
          Duration.ofSeconds(20));
    } finally {
      context.terminate();
    }
  }

  @Test
  void aRehearsalThatTakesTooLongEndsAndSaysSo() {
    // Given
    var course = new RehearsedClass(database, 50);

    // When
    var rehearsal = rehearsals.rehearse(course.id, () -> {}, Duration.ZERO);

    // Then
    assertFalse(rehearsal.complete());
    assertEquals(20, rehearsal.students());
  }

  @Test
  void resultsAndRostersGoOnBesideRehearsals() {
    // Given
    var course = new RehearsedClass(database, 25);
    var problem = "p-" + course.mark;
    var body = text(Map.of("problems", List.of(worth(problem, 20))));
    var rehearsed = new ArrayList<CompletableFuture<Answer>>();
    var others = new ArrayList<CompletableFuture<Answer>>();

    // When
    for (int round = 0; round < 10; round++) {
      rehearsed.add(
          sendAsync("PUT", course.path("/rules?dry_run=true"), course.teacher, body, "instructor"));
      rehearsed.add(
          sendAsync(
              "PUT",
              course.path("/calendar?dry_run=true"),
              course.teacher,
              "{\"teaching_days\":[\"monday\"]}",
              "instructor"));
      rehearsed.add(
          sendAsync(
              "POST",
              course.path("/achievements?dry_run=true"),
              course.teacher,
              text(achievement("a-" + course.mark, "completions", 1)),
              "instructor"));
      others.add(
          sendAsync("PUT", course.path("/roster"), course.teacher, course.roster(), "instructor"));
      others.add(
          sendAsync(
              "PUT",
              course.path("/calendar"),
              course.teacher,
              "{\"holidays\":[{\"first_day\":\"2026-01-0" + (1 + round % 9) + "\"}]}",
              "instructor"));
      for (var user : course.users) {
        others.add(
            postAsync("/api/submissions", course.practice(user).problem(problem, 10).score(90)));
      }
      others.add(
          sendAsync(
              "PUT",
              course.path("/rules"),
              course.teacher,
              "{\"extra_credit\":" + round + "}",
              "instructor"));
    }

    // Then
    assertTrue(
        join(others).stream().allMatch(answer -> answer.status() / 100 == 2),
        () -> join(others).toString());
    assertTrue(
        join(rehearsed).stream().allMatch(answer -> List.of(200, 503).contains(answer.status())),
        () -> join(rehearsed).toString());
    assertTrue(join(rehearsed).stream().anyMatch(answer -> answer.status() == 200));
  }

  @Test
  void anOperatorRehearsesAnAchievementOfEverybody() {
    // Given
    var course = new RehearsedClass(database, 1);
    var ada = course.users.get(0);
    accept(course.practice(ada).score(100).with("tags", List.of(course.mark)));
    var definition =
        Map.<String, Object>of("type", "completions", "threshold", 1, "tag", course.mark);

    // When
    var answer =
        rehearseAs(
            "operator",
            "POST",
            "/api/achievements",
            AchievementJson.of("a-" + course.mark, 2.5, definition),
            "operator");

    // Then
    answer
        .then()
        .statusCode(200)
        .body("summary.achievements_gained", equalTo(1))
        .body("summary.gain", equalTo(1))
        .body("changes.find { it.id == '" + ada + "' }.total_change", equalTo(2.5f));
    request("operator", "DELETE", "/api/achievements/a-" + course.mark, null, "true", "operator")
        .then()
        .statusCode(404);
  }

  private static String excuse(RehearsedClass course, String user) {
    return course.path(
        "/members/" + user + "/excuses/" + LocalDate.now(ZoneOffset.UTC).minusDays(1));
  }

  private static Map<String, Object> worth(String problem, double points) {
    return Map.of("source", "gradebot", "id", problem, "points", points);
  }

  private static Map<String, Object> achievement(String id, String type, int threshold) {
    return AchievementJson.of(id, 2.5, Map.of("type", type, "threshold", threshold));
  }
}
