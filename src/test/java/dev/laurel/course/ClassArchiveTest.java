package dev.laurel.course;

import static dev.laurel.testing.Api.accept;
import static dev.laurel.testing.Api.as;
import static dev.laurel.testing.Api.classBoard;
import static dev.laurel.testing.Api.member;
import static dev.laurel.testing.Api.putRoster;
import static dev.laurel.testing.Api.submit;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.laurel.testing.AchievementJson;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SubmissionJson;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class ClassArchiveTest {
  private final String classId = Fresh.id("c");
  private final String alice = Fresh.id("alice");
  private final String bob = Fresh.id("bob");
  private final String teacher = Fresh.id("teacher");

  @BeforeEach
  void aClassWithAStudentAndATeacher() {
    putRoster(
            teacher,
            classId,
            "UTC",
            List.of(member(alice, "student"), member(teacher, "instructor")))
        .then()
        .statusCode(204);
  }

  @Test
  void anArchivedClassTakesNoResults() {
    // Given
    accept(SubmissionJson.practice(alice).inClass(classId));
    archive();

    // When
    var refused = submit(SubmissionJson.practice(alice).inClass(classId));

    // Then
    refused.statusCode(400).body("errors.field", equalTo(List.of("class_id")));
    assertEquals(List.of(80), classBoard(classId, alice).getList("entries.total_points"));
  }

  @Test
  void anArchivedClassKeepsAResultThatARegradeWouldTakeToNoClass() {
    // Given
    var result = SubmissionJson.practice(alice).inClass(classId);
    accept(result);
    archive();

    // When
    var refused = submit(result.regraded(2, 10).without("class_id"));

    // Then
    refused.statusCode(400).body("errors.field", equalTo(List.of("class_id")));
    assertEquals(List.of(80), classBoard(classId, alice).getList("entries.total_points"));
  }

  @Test
  void aRepetitionOfAResultOfAnArchivedClassIsADuplicate() {
    // Given
    var result = SubmissionJson.practice(alice).inClass(classId);
    accept(result);
    archive();

    // When
    var repeated = submit(result);

    // Then
    repeated.statusCode(200).body("outcome", equalTo("duplicate"));
  }

  @Test
  void anArchivedClassRejectsItsItemOfAnArrayAndEnrolsNobody() {
    // Given
    archive();

    // When
    var answer =
        submit(
            List.of(SubmissionJson.practice(bob).inClass(classId), SubmissionJson.practice(bob)));

    // Then
    answer.statusCode(200).body("outcome", equalTo(List.of("rejected", "accepted")));
    as(bob).get("/api/leaderboards/classes/{id}", classId).then().statusCode(403);
  }

  @Test
  void anArchivedClassAllowsNoCorrections() {
    // Given
    var result = SubmissionJson.practice(alice).inClass(classId);
    accept(result);
    var id = Fresh.id("a");
    var adjustment =
        Map.of(
            "source",
            "desk",
            "id",
            id,
            "user_id",
            alice,
            "class_id",
            classId,
            "points",
            5,
            "reason",
            "Helped");
    as(teacher, "instructor").body(adjustment).post("/api/adjustments").then().statusCode(201);
    archive();

    // Then
    var refused =
        List.of(
            as(teacher, "instructor")
                .body(with(adjustment, "id", Fresh.id("a")))
                .post("/api/adjustments"),
            as(teacher, "instructor")
                .body(with(with(adjustment, "revision", 2), "points", 1))
                .post("/api/adjustments"),
            as(teacher, "instructor").delete("/api/adjustments/desk/{id}", id),
            as("grader", "grader").post("/api/submissions/gradebot/{id}/withdrawal", result.id()),
            as(teacher, "instructor")
                .body(Map.of("class_id", classId, "problem_id", result.problemId()))
                .post("/api/releases"));
    for (var answer : refused) {
      answer.then().statusCode(409).body("detail", containsString(classId + " is archived"));
    }
    assertEquals(List.of(85), classBoard(classId, alice).getList("entries.total_points"));
  }

  @Test
  void anArchivedClassGrantsAndRevokesNoAchievements() {
    // Given
    var path = "/api/classes/" + classId + "/members/" + alice + "/achievements/" + achievement();
    archive();

    // Then
    as(teacher, "instructor").body(Map.of("reason", "R")).put(path).then().statusCode(409);
    as(teacher, "instructor").queryParam("reason", "R").delete(path).then().statusCode(409);
  }

  @Test
  void anArchivedClassKeepsItsRulesItsCalendarAndItsExcuses() {
    // Given
    archive();

    // Then
    var instructor = "instructor";
    as(teacher, instructor)
        .body(Map.of("policy", Map.of("type", "last")))
        .put("/api/classes/{id}/rules", classId)
        .then()
        .statusCode(409);
    as(teacher, instructor)
        .body(Map.of("teaching_days", List.of("monday")))
        .put("/api/classes/{id}/calendar", classId)
        .then()
        .statusCode(409);
    as(teacher, instructor)
        .body(Map.of("last_day", "2026-03-03"))
        .put("/api/classes/{id}/members/{user}/excuses/2026-03-02", classId, alice)
        .then()
        .statusCode(409);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?dry_run=true"})
  void anArchivedClassKeepsItsAchievementsAndLevels(String query) {
    // Given
    var achievements = "/api/classes/" + classId + "/achievements";
    var defined = achievement();
    archive();

    // Then
    var id = Fresh.id("a");
    var instructor = "instructor";
    as(teacher, instructor).body(definition(id)).post(achievements + query).then().statusCode(409);
    as(teacher, instructor)
        .body(definition(id))
        .put(achievements + "/" + id + query)
        .then()
        .statusCode(409);
    as(teacher, instructor).delete(achievements + "/" + defined + query).then().statusCode(409);
    as(teacher, instructor)
        .body(List.of(Map.of("name", "Gold", "points", 1)))
        .put("/api/classes/" + classId + "/levels" + query)
        .then()
        .statusCode(409);
  }

  private String achievement() {
    var id = Fresh.id("a");
    as(teacher, "instructor")
        .body(definition(id))
        .post("/api/classes/{id}/achievements", classId)
        .then()
        .statusCode(201);
    return id;
  }

  private static Map<String, ?> definition(String id) {
    return AchievementJson.of(id, 5, Map.of("type", "completions", "threshold", 1));
  }

  private static Map<String, Object> with(Map<String, ?> fields, String name, Object value) {
    var changed = new HashMap<String, Object>(fields);
    changed.put(name, value);
    return changed;
  }

  @Test
  void aRestoredClassTakesResultsAgain() {
    // Given
    archive();

    // When
    as(teacher, "instructor").delete("/api/classes/{id}/archive", classId).then().statusCode(204);

    // Then
    accept(SubmissionJson.practice(alice).inClass(classId));
    assertEquals(List.of(80), classBoard(classId, alice).getList("entries.total_points"));
  }

  @Test
  void anArchivedClassStartsNoSeason() {
    // Given
    archive();

    // When
    var answer =
        as(teacher, "instructor")
            .body(Map.of("class_id", classId, "name", "Late"))
            .post("/api/seasons");

    // Then
    answer.then().statusCode(400).body("errors.field", equalTo(List.of("class_id")));
  }

  @Test
  void archivingIsAudited() {
    // When
    archive();
    archive();

    // Then
    List<Map<String, Object>> entries =
        as("operator", "operator")
            .queryParam("limit", 500)
            .get("/api/audit")
            .jsonPath()
            .getList(
                "items.findAll { it.action == 'class_archived' && it.target == '"
                    + classId
                    + "' }");
    assertEquals(1, entries.size());
    assertEquals(teacher, entries.get(0).get("actor"));
  }

  private void archive() {
    as(teacher, "instructor").put("/api/classes/{id}/archive", classId).then().statusCode(204);
  }
}
