package dev.laurel.submission;

import static dev.laurel.testing.Api.accept;
import static dev.laurel.testing.Api.as;
import static dev.laurel.testing.Api.frames;
import static dev.laurel.testing.Api.me;
import static dev.laurel.testing.Api.postAsync;
import static dev.laurel.testing.Api.submit;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.testing.Api;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SubmissionJson;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class SubmissionTest {
  @Test
  void aNewSubmissionIsCreated() {
    // Given
    var submission = SubmissionJson.practice(Fresh.id("u"));

    // Then
    submit(submission).statusCode(201).body("", equalTo(outcome("accepted", submission)));
  }

  @Test
  void aRepeatedSubmissionRepeatsTheFirstAnswer() {
    // Given
    var user = Fresh.id("u");
    var submission = SubmissionJson.practice(user);
    accept(submission);
    accept(SubmissionJson.practice(user));

    // Then
    submit(submission).statusCode(200).body("", equalTo(outcome("duplicate", submission)));
  }

  @Test
  void aRepeatedSubmissionWithOtherLabelsConflicts() {
    // Given
    var submission =
        SubmissionJson.practice(Fresh.id("u"))
            .with("tags", List.of("loops", "arrays"))
            .with("metrics", Map.of("lines_deleted", 40));
    accept(submission);

    // Then
    submit(submission.with("tags", List.of("arrays", "loops"))).statusCode(200);
    submit(submission.with("tags", List.of("loops")).with("metrics", Map.of("lines_deleted", 41)))
        .statusCode(409)
        .body("errors.field", contains("tags", "metrics"));
  }

  @Test
  void aRegradeKeepsTheLabelsThatItLeavesOut() {
    // Given
    var submission =
        SubmissionJson.practice(Fresh.id("u"))
            .with("tags", List.of("loops"))
            .with("metrics", Map.of("lines_deleted", 40));
    accept(submission);
    var regrade = submission.regraded(2, 90);
    submit(regrade.without("tags").with("metrics", Map.of("lines_deleted", 1))).statusCode(201);

    // Then
    submit(regrade.without("metrics")).statusCode(200).body("outcome", equalTo("duplicate"));
    submit(regrade).statusCode(409).body("errors.field", contains("metrics"));
  }

  @Test
  void aRepeatedSubmissionChangesNothing() {
    // Given
    var user = Fresh.id("u");
    var submission = SubmissionJson.practice(user);
    accept(submission);
    var before = frames(user);

    // When
    submit(submission).statusCode(200);

    // Then
    assertEquals(before, frames(user));
    assertEquals(90, me(user).getInt("total_points"));
  }

  @ParameterizedTest
  @CsvSource({
    "user.id, someone-else",
    "class_id, c-1",
    "kind, assignment",
    "problem.id, p-other",
    "problem.title, Array Advanced",
    "problem.points, 200",
    "score, 79.5",
    "max_score, 90",
    "attempt_number, 3",
    "graded_at, 2026-03-02T10:00:00Z",
    "passed, false"
  })
  void anotherResultUnderTheSameIdentityIsRefusedAndTheFieldNamed(String field, String value) {
    // Given
    var user = Fresh.id("u");
    var submission = SubmissionJson.practice(user);
    accept(submission);
    var before = frames(user);

    // Then
    submit(submission.with(field, typed(value)))
        .statusCode(409)
        .contentType("application/problem+json")
        .body("errors.field", contains(field));
    assertEquals(before, frames(user));
    assertEquals(90, me(user).getInt("total_points"));
  }

  @Test
  void allFieldsThatDifferAreNamed() {
    // Given
    var submission = SubmissionJson.practice(Fresh.id("u"));
    accept(submission);
    var other = Fresh.id("u");

    // Then
    submit(submission.with("user.id", other).with("problem.id", Fresh.id("p")).score(100))
        .statusCode(409)
        .body("errors.field", contains("user.id", "problem.id", "score"));
    assertEquals(0, me(other).getInt("total_points"));
  }

  @Test
  void aRepetitionWithAnotherUsernameIsADuplicate() {
    // Given
    var submission = SubmissionJson.practice(Fresh.id("u"));
    accept(submission);

    // Then
    submit(submission.with("user.username", "Ada King"))
        .statusCode(200)
        .body("outcome", equalTo("duplicate"));
  }

  @Test
  void aRepetitionIsADuplicateHoweverPreciseItsTime() {
    // Given
    var submission = SubmissionJson.practice(Fresh.id("u")).at("2026-03-02T10:00:00.123456789Z");
    accept(submission);

    // Then
    submit(submission).statusCode(200).body("outcome", equalTo("duplicate"));
  }

  @Test
  void anotherRegradeUnderTheSameRevisionIsRefused() {
    // Given
    var submission = SubmissionJson.practice(Fresh.id("u"));
    accept(submission);
    accept(submission.regraded(2, 60));

    // Then
    submit(submission.regraded(2, 70)).statusCode(409).body("errors.field", contains("score"));
  }

  @Test
  void theSameIdFromAnotherSourceIsAnotherSubmission() {
    // Given
    var submission = SubmissionJson.practice(Fresh.id("u"));
    accept(submission);

    // Then
    submit(submission.with("source", "another")).statusCode(201);
  }

  @Test
  void oneSubmissionIdUsedForManyUsersAtOnceCountsForOneOfThem() {
    // Given
    var users = IntStream.range(0, 20).mapToObj(i -> Fresh.id("u")).toList();
    var first = SubmissionJson.practice("none");

    // When
    var answers =
        Api.join(
            users.stream()
                .map(user -> postAsync("/api/submissions", first.with("user.id", user)))
                .toList());

    // Then
    assertEquals(1, answers.stream().filter(answer -> answer.status() == 201).count());
    assertEquals(19, answers.stream().filter(answer -> answer.status() == 409).count());
    assertEquals(90, users.stream().mapToInt(user -> me(user).getInt("total_points")).sum());
  }

  @Test
  void unknownFieldsAreRefusedWithTheirNames() {
    submit(
            SubmissionJson.practice(Fresh.id("u"))
                .with("classId", "c1")
                .with("problem.titel", "Arrays"))
        .statusCode(400)
        .body("errors.field", containsInAnyOrder("classId", "problem.titel"))
        .body(
            "errors.message",
            containsInAnyOrder(
                "is unknown; the nearest known field is class_id",
                "is unknown; the nearest known field is title"));
  }

  @Test
  void optionalFieldsMayBeNull() {
    submit(
            SubmissionJson.practice(Fresh.id("u"))
                .with("class_id", null)
                .with("revision", null)
                .with("graded_at", null)
                .with("passed", null))
        .statusCode(201)
        .body("revision", equalTo(1));
  }

  @Test
  void namesInAllScriptsAreKept() {
    // Given
    var user = Fresh.id("üsér-學生-🎓");

    // When
    as("autograder", "grader")
        .body(SubmissionJson.practice(user).with("user.username", "Zoë 学 🎓 O'Neil\"; --").fields())
        .post("/api/submissions")
        .then()
        .statusCode(201);

    // Then
    assertEquals("Zoë 学 🎓 O'Neil\"; --", me(user).getString("user.username"));
  }

  @Test
  void aSubmissionWithAClassEnrolsTheUserAsAStudent() {
    // Given
    var user = Fresh.id("u");
    var classId = Fresh.id("c");

    // When
    accept(SubmissionJson.practice(user).inClass(classId));

    // Then
    assertEquals(List.of(user), Api.classBoard(classId, user).getList("entries.user.id"));
  }

  @Test
  void aStudentMayNotPost() {
    as(Fresh.id("u"))
        .body(SubmissionJson.practice("42").fields())
        .post("/api/submissions")
        .then()
        .statusCode(403)
        .contentType("application/problem+json")
        .body("status", equalTo(403));
  }

  @Test
  void anInstructorWithoutTheGraderRoleMayNotPost() {
    as(Fresh.id("u"), "instructor")
        .body(SubmissionJson.practice("42").fields())
        .post("/api/submissions")
        .then()
        .statusCode(403);
  }

  @Test
  void aPostWithoutATokenIsRefused() {
    given()
        .contentType("application/json")
        .body(SubmissionJson.practice("42").fields())
        .post("/api/submissions")
        .then()
        .statusCode(401);
  }

  @Test
  void fiveHundredConcurrentPostsOfOneSubmissionCountOnce() {
    // Given
    var user = Fresh.id("u");
    var submission =
        SubmissionJson.practice(user).inClass(Fresh.id("c")).at("2026-03-02T10:00:00Z");

    // When
    var answers =
        Api.join(
            IntStream.range(0, 500)
                .mapToObj(i -> postAsync("/api/submissions", submission))
                .toList());

    // Then
    assertEquals(1, answers.stream().filter(answer -> answer.status() == 201).count());
    assertEquals(499, answers.stream().filter(answer -> answer.status() == 200).count());
    assertTrue(
        answers.stream()
            .allMatch(
                answer ->
                    answer.json().get("points_earned").equals(80)
                        && answer.json().get("total_points").equals(90)
                        && answer.json().get("achievements").equals(List.of("first-steps"))));
    assertEquals(
        List.of(
            "practice_completed",
            "points_update",
            "achievement_earned",
            "points_update",
            "streak_update"),
        frames(user).stream().map(frame -> frame.get("type")).toList());
  }

  /** A number or a truth value as JSON has it. */
  private static Object typed(String value) {
    if (value.matches("\\d+(\\.\\d+)?")) {
      return new BigDecimal(value);
    }
    return value.equals("false") ? Boolean.FALSE : value;
  }

  /** The outcome of a user's first submission. */
  private static Map<String, Object> outcome(String outcome, SubmissionJson submission) {
    return Map.of(
        "submission_id",
        submission.id(),
        "revision",
        1,
        "outcome",
        outcome,
        "points_earned",
        80,
        "total_points",
        90,
        "achievements",
        List.of("first-steps"));
  }
}
