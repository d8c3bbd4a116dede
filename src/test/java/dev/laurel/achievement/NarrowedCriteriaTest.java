package dev.laurel.achievement;

import static dev.laurel.testing.Api.accept;
import static dev.laurel.testing.Api.as;
import static dev.laurel.testing.Api.submit;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SubmissionJson;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class NarrowedCriteriaTest {
  private ClassWithAchievements course;

  @BeforeEach
  void open() {
    course = new ClassWithAchievements("Europe/Berlin");
  }

  @Test
  void onlyResultsInTheClassCountForAnAchievementOfTheClass() {
    // Given
    var id = course.define(Map.of("type", "completions", "threshold", 2));
    accept(SubmissionJson.practice(course.student));
    accept(SubmissionJson.practice(course.student).inClass(Fresh.id("other")));

    // Then
    assertEarnedBySecond(id, course.practice(), course.practice());
  }

  @Test
  void aKindNarrowsACounter() {
    // Given
    var id = course.define(Map.of("type", "points", "threshold", 100, "kind", "assignment"));
    accept(course.practice());

    // Then
    var assignment = SubmissionJson.assignment(course.student).inClass(course.id);
    assertEarnedBySecond(id, assignment, assignment.problem(Fresh.id("p"), 100).retried());
  }

  @Test
  void problemsNarrowACounter() {
    // Given
    var problems = List.of(Fresh.id("p"), Fresh.id("p"));
    var id =
        course.define(Map.of("type", "perfect_scores", "threshold", 2, "problem_ids", problems));
    accept(course.practice().score(100));

    // Then
    assertEarnedBySecond(
        id,
        course.practice().problem(problems.get(0), 10).score(100),
        course.practice().problem(problems.get(1), 10).score(100));
  }

  @Test
  void aTagNarrowsACounter() {
    // Given
    var id = course.define(Map.of("type", "completions", "threshold", 2, "tag", "loops"));
    accept(course.practice().with("tags", List.of("arrays")));

    // Then
    assertEarnedBySecond(
        id,
        course.practice().with("tags", List.of("arrays", "loops")),
        course.practice().with("tags", List.of("loops")));
  }

  @Test
  void theHourIsThatOfTheTimeZoneOfTheClass() {
    // Given
    var night = Map.of("from", 22, "to", 4);
    var id = course.define(Map.of("type", "completions", "threshold", 2, "hours", night));
    accept(course.practice().at("2026-01-10T20:59:59Z"));
    accept(course.practice().at("2026-01-11T03:00:00Z"));

    // Then
    assertEarnedBySecond(
        id,
        course.practice().at("2026-01-10T21:00:00Z"),
        course.practice().at("2026-01-11T02:59:59Z"));
  }

  @Test
  void aWindowOfTimeNarrowsACounter() {
    // Given
    var id =
        course.define(
            Map.of(
                "type",
                "completions",
                "threshold",
                2,
                "from",
                "2026-02-01T00:00:00Z",
                "until",
                "2026-03-01T00:00:00Z"));
    accept(course.practice().at("2026-01-31T23:59:59Z"));
    accept(course.practice().at("2026-03-01T00:00:00Z"));

    // Then
    assertEarnedBySecond(
        id,
        course.practice().at("2026-02-01T00:00:00Z"),
        course.practice().at("2026-02-28T23:59:59Z"));
  }

  @Test
  void aMetricIsAddedUpOverAllAttempts() {
    // Given
    var id = course.define(Map.of("type", "metric", "metric", "lines_deleted", "threshold", 70));
    var first = course.practice().with("metrics", Map.of("lines_deleted", 40, "lines", 99));

    // Then
    assertEarnedBySecond(id, first, first.retried());
  }

  @Test
  void aResultThatWasKeptBackHasItsTagsWhenItIsReleased() {
    // Given
    var id = course.define(Map.of("type", "completions", "threshold", 1, "tag", "loops"));
    var result = course.practice().with("tags", List.of("loops"));
    submit(result.with("held", true)).statusCode(200);

    // When
    as("autograder", "grader")
        .body(Map.of("class_id", course.id, "problem_id", result.problemId()))
        .post("/api/releases")
        .then()
        .statusCode(200)
        .body("released", equalTo(1));

    // Then
    assertEquals(List.of(id), withoutStarters(id));
  }

  @Test
  void aRegradeReplacesItsMetric() {
    // Given
    var id = course.define(Map.of("type", "metric", "metric", "lines_deleted", "threshold", 70));
    var first = course.practice().with("metrics", Map.of("lines_deleted", 40));

    // Then
    accept(first);
    assertEquals(List.of(), earnedHere(first.regraded(2, 90), id));
    assertEquals(
        List.of(id),
        earnedHere(first.regraded(3, 90).with("metrics", Map.of("lines_deleted", 70)), id));
  }

  @Test
  void daysInARowAreCountedOfTheResultsThatMatch() {
    // Given
    var id = course.define(Map.of("type", "streak", "threshold", 2, "tag", "loops"));
    var loops = course.practice().with("tags", List.of("loops"));
    accept(course.practice().at("2026-01-11T12:00:00Z"));

    // Then
    assertEarnedBySecond(
        id, loops.at("2026-01-10T12:00:00Z"), loops.retried().at("2026-01-11T12:00:00Z"));
  }

  @Test
  void anEarnedAchievementStaysWhenARegradeUndoesIt() {
    // Given
    var id = course.define(Map.of("type", "completions", "threshold", 1, "tag", "loops"));
    var loops = course.practice().with("tags", List.of("loops"));
    accept(loops);

    // When
    accept(loops.regraded(2, 0));

    // Then
    assertEquals(List.of(id), new ArrayList<>(withoutStarters(id)));
  }

  @Test
  void aCombinationIsEarnedWhenEnoughOfItIsMet() {
    // Given
    Map<String, Object> any =
        Map.of(
            "any_of",
            List.of(
                Map.of("type", "completions", "threshold", 1, "tag", "graphs"),
                Map.of("type", "completions", "threshold", 2, "tag", "loops")));
    var all = course.define(Map.of("all_of", List.of(any, counter("perfect_scores"))));
    var two =
        course.define(
            Map.of(
                "n",
                2,
                "n_of",
                List.of(any, counter("perfect_scores"), counter("first_attempt_solves"))));
    var loops = course.practice().with("tags", List.of("loops"));

    // Then
    assertEquals(List.of(), earnedHere(loops, all, two));
    assertEquals(
        List.of(two),
        earnedHere(loops.retried().problem(Fresh.id("p"), 10).with("attempt_number", 1), all, two));
    assertEquals(List.of(all), earnedHere(course.practice().score(100), all, two));
  }

  @Test
  void theProgressOfAStudentIsShownWithThatOfOtherClassesLeftOut() {
    // Given
    var id = course.define(Map.of("type", "completions", "threshold", 4, "tag", "loops"));
    accept(course.practice().with("tags", List.of("loops")));

    // Then
    var mine = "find { it.achievement.id == '" + id + "' }";
    as(course.student)
        .get("/api/me/achievements")
        .then()
        .statusCode(200)
        .body("[0].achievement.id", equalTo("first-steps"))
        .body("[0].progress", equalTo(null))
        .body(mine + ".progress", equalTo(Map.of("part", 0.25f, "value", 1, "threshold", 4)))
        .body(mine + ".achievement.class_id", equalTo(course.id));
    as(Fresh.id("u")).get("/api/me/achievements").then().body(mine, equalTo(null));
  }

  private static Map<String, Object> counter(String type) {
    return Map.of("type", type, "threshold", 1);
  }

  private void assertEarnedBySecond(String id, SubmissionJson first, SubmissionJson second) {
    assertEquals(List.of(), earnedHere(first, id));
    assertEquals(List.of(id), earnedHere(second, id));
  }

  /** Those of some achievements that a submission earns. */
  private static List<String> earnedHere(SubmissionJson submission, String... ids) {
    List<String> earned = new ArrayList<>(accept(submission).getList("achievements"));
    earned.retainAll(List.of(ids));
    return earned;
  }

  private List<String> withoutStarters(String... ids) {
    var earned = new ArrayList<>(ClassWithAchievements.earned(course.student));
    earned.retainAll(List.of(ids));
    return earned;
  }
}
