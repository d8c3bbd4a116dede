package dev.laurel.errors;

import static dev.laurel.testing.Api.as;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.laurel.testing.Api;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SubmissionJson;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class UnknownFieldsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PUT  | /api/classes/{id}/board/freeze | {'until':'2030-01-01T00:00:00Z'} | until | at",
        "PUT  | /api/classes/{id}/board | {'names':'everyone','Names':'top'} | Names | names",
        "PUT  | /api/classes/{id}/roster | {'name':'C','timezone':'UTC','members':[]} | timezone | time_zone",
        "PUT  | /api/classes/{id}/roster | {'name':'C','time_zone':'UTC','members':[{'id':'a','user':'A','role':'student'}]} | members[0].user | username",
        "POST | /api/seasons | {'classId':'c1','name':'S','ends_at':'2030-01-01T00:00:00Z'} | classId | class_id",
        "POST | /api/users/{id}/notifications | {'type':'points_update','old_points':1,'new_points':2,'source':'x','idempotencyKey':'k'} | idempotencyKey | idempotency_key",
        "POST | /api/users/{id}/notifications | {'type':'points_update','old_points':1,'new_point':2,'source':'x'} | new_point | new_points",
        "POST | /api/notifications/read | {'sequence':1} | sequence | seq",
        "PUT  | /api/leaderboards/global/me/visibility | {'hide':true} | hide | hidden",
        "PUT  | /api/achievements | [{'id':'a','name':'A','desription':'A'}] | [0].desription | description",
        "PUT  | /api/operations/log-levels/laurel.http | {'level':'INFO','second':1} | second | seconds",
        "POST | /api/submissions | {'scoer':1} | scoer | score",
      })
  void unknownFieldOfABodyIsNamedWithTheNearestKnownOne(
      String method, String path, String body, String field, String nearest) {
    as(Fresh.id("u"), "grader", "instructor", "operator")
        .body(body.replace('\'', '"'))
        .request(method, path.replace("{id}", Fresh.id("x")))
        .then()
        .statusCode(400)
        .body("errors.field", contains(field))
        .body("errors.message", contains("is unknown; the nearest known field is " + nearest));
  }

  @Test
  void freezeWithAnUnknownFieldFreezesNothing() {
    // Given
    var classId = Fresh.id("c");
    var teacher = Fresh.id("t");
    Api.putRoster(teacher, classId, "UTC", List.of(Api.member(teacher, "instructor")))
        .then()
        .statusCode(204);

    // When
    as(teacher, "instructor")
        .body("{\"until\":\"2030-01-01T00:00:00Z\"}")
        .put("/api/classes/{id}/board/freeze", classId)
        .then()
        .statusCode(400);

    // Then
    var board = as(teacher, "instructor").get("/api/classes/{id}/board", classId).then().extract();
    assertNull(board.path("frozen_at"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "handling=lenient",
        "Handling = \"lenient\"",
        "respond-async, handling=lenient; wait=10",
      })
  void lenientHandlingIgnoresUnknownFieldsAndListsThem(String preference) {
    submitLeniently(
            preference,
            SubmissionJson.practice(Fresh.id("u")).with("rubric", List.of(1)).with("user.né", "x"))
        .statusCode(201)
        .header("Preference-Applied", equalTo("handling=lenient"))
        .header("Laurel-Ignored-Fields", equalTo("rubric, user.n%C3%A9"));
  }

  @Test
  void lenientHandlingListsWhatAllItemsOfABatchHaveOnce() {
    // Given
    var user = Fresh.id("u");
    var first = SubmissionJson.practice(user).with("rubric", 1);
    var second = SubmissionJson.practice(user).with("rubric", 2).with("problem.tags", "x");

    // Then
    submitLeniently("handling=lenient", List.of(first, second))
        .statusCode(200)
        .body("outcome", contains("accepted", "accepted"))
        .header("Laurel-Ignored-Fields", equalTo("problem.tags, rubric"));
  }

  @Test
  void lenientHandlingOfABodyWithManyRowsListsTheColumnOnce() {
    // Given
    var prefix = Fresh.id("m");
    var members =
        IntStream.range(0, 300)
            .mapToObj(
                i -> Map.of("id", prefix + i, "username", "M", "role", "student", "mail", "x"))
            .toList();

    // Then
    as(Fresh.id("t"), "instructor", "grader")
        .header("Prefer", "handling=lenient")
        .body(Map.of("name", "C", "time_zone", "UTC", "members", members))
        .put("/api/classes/{id}/roster", Fresh.id("c"))
        .then()
        .statusCode(204)
        .header("Laurel-Ignored-Fields", equalTo("members[0].mail"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"handling=strict", "handling=strict, handling=lenient", "wait=1"})
  void otherPreferencesKeepUnknownFieldsErrors(String preference) {
    submitLeniently(preference, SubmissionJson.practice(Fresh.id("u")).with("rubric", 1))
        .statusCode(400)
        .header("Preference-Applied", nullValue())
        .body("errors.field", contains("rubric"));
  }

  @Test
  void lenientHandlingDoesNotIgnoreAWrongType() {
    submitLeniently("handling=lenient", SubmissionJson.practice(Fresh.id("u")).with("score", "7"))
        .statusCode(400)
        .body("errors.field", contains("score"));
  }

  @Test
  void strictnessHoldsForOtherMediaTypesOfJson() {
    as(Fresh.id("u"))
        .contentType("application/merge-patch+json")
        .body("{\"hide\":true,\"hidden\":false}".getBytes(StandardCharsets.UTF_8))
        .put("/api/leaderboards/global/me/visibility")
        .then()
        .statusCode(400)
        .body("errors.field", contains("hide"));
  }

  private static ValidatableResponse submitLeniently(String preference, Object body) {
    return as("grader", "grader")
        .header("Prefer", preference)
        .body(Api.text(body))
        .post("/api/submissions")
        .then();
  }
}
