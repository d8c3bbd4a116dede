package dev.laurel.submission;

import static dev.laurel.testing.Api.submit;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.laurel.testing.Api;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SubmissionJson;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class InvalidSubmissionTest {
  private static final SubmissionJson VALID = SubmissionJson.practice("42");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "source",
        "submission_id",
        "user",
        "user.id",
        "user.username",
        "kind",
        "problem",
        "problem.id",
        "problem.title",
        "problem.points",
        "score",
        "max_score"
      })
  void aMissingFieldIsNamed(String field) {
    assertRefused(VALID.without(field), field);
  }

  @ParameterizedTest
  @ValueSource(strings = {"source", "submission_id", "user.id", "class_id", "problem.id"})
  void anIdThatTheDatabaseCannotStoreIsNamed(String field) {
    for (var id :
        List.of(
            "", "  ", "\u3000", "a\u0000b", "\n", "a\tb", "\u007f", "\ud800", "x".repeat(129))) {
      assertRefused(VALID.with(field, id), field);
    }
  }

  static Stream<Arguments> wrongValues() {
    var tomorrow = Instant.now().plus(Duration.ofDays(1)).toString();
    return Stream.of(
        arguments("source", 7),
        arguments("submission_id", 7),
        arguments("submission_id", List.of("s")),
        arguments("revision", "1"),
        arguments("revision", 0),
        arguments("revision", -1),
        arguments("revision", 1.5),
        arguments("revision", 99_999_999_999L),
        arguments("revision", true),
        arguments("user", "alice"),
        arguments("user", List.of()),
        arguments("user", null),
        arguments("user.id", 42),
        arguments("user.id", Map.of("id", "42")),
        arguments("user.username", ""),
        arguments("user.username", " "),
        arguments("user.username", "a\u0000"),
        arguments("user.username", "\udc00"),
        arguments("user.username", "x".repeat(151)),
        arguments("class_id", 101),
        arguments("kind", "exam"),
        arguments("kind", "PRACTICE"),
        arguments("kind", ""),
        arguments("kind", 0),
        arguments("kind", null),
        arguments("problem", "p-7"),
        arguments("problem", 7),
        arguments("problem.title", ""),
        arguments("problem.title", "x".repeat(301)),
        arguments("problem.title", "line\nbreak"),
        arguments("problem.points", -1),
        arguments("problem.points", 1_000_001),
        arguments("problem.points", 99.505),
        arguments("problem.points", 1e300),
        arguments("problem.points", -0.01),
        arguments("problem.points", 1_000_000.01),
        arguments("problem.points", "100"),
        arguments("problem.points", null),
        arguments("score", -100.01),
        arguments("score", 100.01),
        arguments("score", "80"),
        arguments("score", true),
        arguments("score", null),
        arguments("max_score", 0),
        arguments("max_score", -100),
        arguments("max_score", 2_000_000_000),
        arguments("max_score", "NaN"),
        arguments("attempt_number", 0),
        arguments("attempt_number", "first"),
        arguments("submitted_at", tomorrow),
        arguments("submitted_at", "2026-11-23"),
        arguments("graded_at", tomorrow),
        arguments("graded_at", "0001-01-01T00:00:00Z"),
        arguments("graded_at", "+999999999-12-31T23:59:59Z"),
        arguments("graded_at", "2026-02-30T00:00:00Z"),
        arguments("graded_at", "2026-11-23"),
        arguments("graded_at", "2026-11-23T01:00:00"),
        arguments("graded_at", "yesterday"),
        arguments("graded_at", ""),
        arguments("graded_at", 1_795_395_600),
        arguments("passed", "yes"),
        arguments("passed", 1),
        arguments("tags", "loops"),
        arguments("tags", Collections.nCopies(21, "loops")),
        arguments("metrics", List.of("lines_deleted")));
  }

  @Test
  void aWrongLabelIsNamed() {
    assertRefused(VALID.with("tags", List.of("loops", "x".repeat(65))), "tags[1]");
    assertRefused(VALID.with("metrics", Map.of("lines deleted", 1)), "metrics[lines deleted]");
    assertRefused(VALID.with("metrics", Map.of("lines", -1)), "metrics[lines]");
    assertRefused(VALID.with("metrics", Map.of("lines", 1.5)), "metrics.lines");
  }

  @ParameterizedTest
  @MethodSource("wrongValues")
  void aWrongValueIsNamed(String field, Object value) {
    assertRefused(VALID.with(field, value), field);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e999", "-1e999"})
  void anInfiniteScoreIsNamed(String number) {
    assertRefused(Api.text(VALID).replaceFirst("\"score\":80", "\"score\":" + number), "score");
  }

  @Test
  void anInfiniteMaximumIsNamed() {
    assertRefused(
        Api.text(VALID).replaceFirst("\"max_score\":100", "\"max_score\":1e999"), "max_score");
  }

  @Test
  void aMaximumTooSmallForANumberIsNamed() {
    assertRefused(
        Api.text(VALID.score(0)).replaceFirst("\"max_score\":100", "\"max_score\":1e-999"),
        "max_score");
  }

  @Test
  void allInvalidFieldsAreNamed() {
    submit(VALID.without("source").with("score", null).with("user.id", " "))
        .statusCode(400)
        .body("errors.field", contains("score", "source", "user.id"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{]",
        "nonsense",
        "null",
        "7",
        "\"text\"",
        "true",
        "{} {}",
        "{\"source\":\"a\",\"source\":\"b\"}",
        "{\"score\":NaN}"
      })
  void aBodyOtherThanASubmissionIsRefused(String body) {
    submit(body)
        .statusCode(400)
        .contentType("application/problem+json")
        .body("status", equalTo(400))
        .body("errors.field", contains(""))
        .body("errors[0].message", not(containsString("dev.laurel")));
  }

  @Test
  void anEmptyObjectNamesAllMissingFields() {
    submit("{}")
        .statusCode(400)
        .body(
            "errors.field",
            contains("kind", "max_score", "problem", "score", "source", "submission_id", "user"));
  }

  @Test
  void deepNestingIsRefused() {
    // As bytes: the client has a pretty form of every text ready, in which each level is indented.
    Api.as("autograder", "grader")
        .body("[".repeat(5_000).getBytes(UTF_8))
        .post("/api/submissions")
        .then()
        .statusCode(400)
        .contentType("application/problem+json");
  }

  @Test
  void aBatchOfMoreThanAThousandItemsIsRefused() {
    submit(Collections.nCopies(1_001, VALID)).statusCode(400);
  }

  @Test
  void aBodyOfAnotherTypeIsRefused() {
    Api.as("autograder", "grader")
        .contentType("text/plain")
        .body("hello")
        .post("/api/submissions")
        .then()
        .statusCode(415)
        .contentType("application/problem+json");
  }

  @Test
  void anUnboundedTextIsRefusedQuickly() {
    assertRefused(
        VALID.with("problem.title", "x".repeat(1_000_000) + "\u0000\u0000"), "problem.title");
  }

  @Test
  void aRefusedSubmissionLeavesItsIdFree() {
    // Given
    var submission = SubmissionJson.practice(Fresh.id("u"));
    submit(submission.score(-101)).statusCode(400);

    // Then
    submit(submission).statusCode(201);
  }

  private static void assertRefused(Object body, String field) {
    submit(body)
        .statusCode(400)
        .contentType("application/problem+json")
        .body("title", equalTo("Bad Request"))
        .body("status", equalTo(400))
        .body("errors.field.unique()", contains(field));
  }
}
