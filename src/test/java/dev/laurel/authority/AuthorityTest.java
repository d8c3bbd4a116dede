package dev.laurel.authority;

import static dev.laurel.testing.Api.accept;
import static dev.laurel.testing.Api.as;
import static dev.laurel.testing.Api.frames;
import static dev.laurel.testing.Api.me;
import static dev.laurel.testing.Api.postAsync;
import static dev.laurel.testing.Api.submit;
import static dev.laurel.testing.Api.text;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.testing.Api;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SubmissionJson;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whose numbers count in a class: Laurel's, or those that another back end reports. */
@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class AuthorityTest {
  private MovingClass course;
  private String ada;

  @BeforeEach
  void aClass() {
    course = new MovingClass(2);
    ada = course.student();
  }

  private Map<String, Object> report(Object points) {
    return new HashMap<>(Map.of("user", Map.of("id", ada), "points", points));
  }

  private void assertBoard(float points, int completions) {
    var board = course.board();
    assertEquals(points, board.getFloat("entries[0].total_points"));
    assertEquals(completions, board.getInt("entries[0].completed_problems"));
  }

  private String profile() {
    return as(ada).get("/api/me").asString();
  }

  private List<?> ledger() {
    return as(ada).get("/api/me/ledger").jsonPath().getList("items");
  }

  @Test
  void whatIsReportedCountsOnAllBoardsAndNotifiesNobody() {
    // Given
    course.change("delivery");
    var yesterday = LocalDate.now(ZoneOffset.UTC).minusDays(1).toString();

    // When
    var report = report(123.45);
    report.put("completions", 12);
    report.put("streak", Map.of("current", 5, "last_day", yesterday, "longest", 9));
    course.report(report).statusCode(200).body("outcome", equalTo("accepted"));

    // Then
    assertBoard(123.45f, 12);
    assertEquals(123.45f, me(ada).getFloat("total_points"));
    assertEquals(5, me(ada).getInt("current_streak"));
    assertEquals(List.of(), me(ada).getList("achievements"));
    assertEquals(List.of(), frames(ada));
  }

  @Test
  void whatAReportLeavesOutStaysAsItWas() {
    // Given
    course.change("delivery");
    var report = report(100);
    report.put("completions", 12);
    course.report(report).statusCode(200);

    // When
    course.report(report(50)).statusCode(200);

    // Then
    assertBoard(50, 12);
    course.report(report(50)).body("outcome", equalTo("unchanged"));
  }

  @Test
  void anOlderReportIsIgnored() {
    // Given
    course.change("delivery");
    var report = report(100);
    report.put("as_of", "2026-03-02T10:00:00Z");
    course.report(report).statusCode(200);

    // When
    var older = report(70);
    older.put("as_of", "2026-03-02T09:59:59Z");
    course.report(List.of(older)).statusCode(200).body("outcome", contains("ignored"));

    // Then
    assertBoard(100, 0);
  }

  @Test
  void aReportInAClassOfLaurelsIsKept() {
    // Given
    accept(course.practice());

    // When
    course.report(report(5)).body("outcome", equalTo("kept"));

    // Then
    assertBoard(80, 1);

    // And then
    course.change("delivery");
    assertBoard(5, 0);
  }

  @Test
  void oneWrongReportRefusesAll() {
    // Given
    course.change("delivery");
    var wrong = report("many");
    var unknown = report(1);
    unknown.put("user", Map.of("id", course.students.get(1)));
    unknown.put(
        "achievements", List.of(Map.of("id", Fresh.id("a"), "earned_at", "2026-03-02T10:00:00Z")));

    // When
    course
        .report(List.of(report(1), wrong))
        .statusCode(400)
        .body("errors.field", contains("standings[1].points"));
    course
        .report(List.of(report(1), unknown))
        .statusCode(400)
        .body("errors.field", contains("standings[1].achievements[0].id"))
        .body(
            "errors.message",
            hasItem("is no achievement of the class or of everybody: define it first"));

    // Then
    assertEquals(List.of(), course.board().getList("entries"));
  }

  @Test
  void reportedAchievementsAreAwardedWithTheirDatesAndWithoutPoints() {
    // Given
    course.change("delivery");
    var report = report(100);
    report.put(
        "achievements", List.of(Map.of("id", "first-steps", "earned_at", "2026-03-02T10:00:00Z")));

    // When
    course.report(report).statusCode(200);

    // Then
    assertEquals(List.of("first-steps"), me(ada).getList("achievements.id"));
    assertEquals(List.of("2026-03-02T10:00:00Z"), me(ada).getList("achievements.earned_at"));
    assertEquals(100, me(ada).getInt("total_points"));
    assertEquals(List.of(), frames(ada));
  }

  @Test
  void whatIsShownStaysWhenAnotherBackEndTakesOver() {
    // Given
    accept(course.practice());
    var before = profile();
    var ledger = ledger();
    var board = course.board().getList("entries");

    // When
    course.change("delivery");

    // Then
    assertEquals(before, profile());
    assertEquals(ledger, ledger());
    assertEquals(board, course.board().getList("entries"));

    // And then
    course.change("owner");
    assertEquals(before, profile());
    assertEquals(ledger, ledger());
    assertEquals(board, course.board().getList("entries"));
  }

  @Test
  void resultsAreKeptUntilLaurelsNumbersCount() {
    // Given
    var first = course.practice();
    accept(first);
    int events = frames(ada).size();
    course.change("delivery");

    // When
    submit(course.practice()).statusCode(200).body("outcome", equalTo("kept"));
    submit(first.regraded(2, 100)).statusCode(200).body("outcome", equalTo("kept"));
    as("django", "grader")
        .body(
            text(
                Map.of(
                    "source",
                    "desk",
                    "id",
                    Fresh.id("a"),
                    "user_id",
                    ada,
                    "class_id",
                    course.id,
                    "points",
                    5,
                    "reason",
                    "Helped")))
        .post("/api/adjustments")
        .then()
        .body("outcome", equalTo("kept"));

    // Then
    assertBoard(80, 1);
    assertEquals(events, frames(ada).size());
    assertEquals(List.of("kept", "kept"), course.memberView(ada).getList("results.state"));

    // And then
    course.change("owner");
    assertBoard(185, 2);
    assertEquals(events, frames(ada).size());
    assertEquals(List.of("counts", "counts"), course.memberView(ada).getList("results.state"));
  }

  @Test
  void withdrawalsAndReleasesOfKeptResultsChangeNothingUntilThen() {
    // Given
    var one = course.practice();
    var two = course.practice().with("held", true);
    accept(one);
    submit(two).statusCode(200);
    course.change("shadow");
    int events = frames(ada).size();

    // When
    as("django", "grader")
        .post("/api/submissions/{source}/{id}/withdrawal", "gradebot", one.id())
        .then()
        .statusCode(200)
        .body("points_earned", equalTo(0));
    as("django", "grader")
        .body(text(Map.of("class_id", course.id, "problem_id", two.problemId())))
        .post("/api/releases")
        .then()
        .statusCode(200)
        .body("released", equalTo(1));

    // Then
    assertBoard(80, 1);
    assertEquals(events, frames(ada).size());

    // And then
    submit(two).body("outcome", equalTo("duplicate"));
    course.change("owner");
    assertBoard(80, 1);
    assertEquals(events, frames(ada).size());
    assertEquals("counts", course.memberView(ada).getString("results[0].state"));
  }

  @Test
  void resultsDuringAChangeCountOnce() {
    // Given
    var crowd = new MovingClass(60);
    for (var student : crowd.students) {
      accept(SubmissionJson.practice(student).inClass(crowd.id));
    }
    var requests = new ArrayList<CompletableFuture<Api.Answer>>();

    // When
    for (var mode : List.of("delivery", "owner", "shadow", "owner")) {
      crowd.put(mode).statusCode(200);
      for (var student : crowd.students) {
        requests.add(
            postAsync(
                "/api/submissions", SubmissionJson.practice(student).inClass(crowd.id).score(10)));
      }
      crowd.awaitChanged(mode);
    }
    Api.join(requests).forEach(answer -> assertTrue(answer.status() < 300, answer.body()));

    // Then
    var entries = Api.classBoard(crowd.id, crowd.student()).getList("entries.total_points");
    assertEquals(crowd.students.stream().map(any -> 120).toList(), entries);
  }

  @Test
  void anOppositeChangeHasToWait() {
    // Given
    course.put("delivery").statusCode(200).body("changing", equalTo(true));

    // When
    var answer = course.put("owner");

    // Then
    answer.statusCode(409);
  }
}
