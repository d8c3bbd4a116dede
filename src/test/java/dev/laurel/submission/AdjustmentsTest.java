package dev.laurel.submission;

import static dev.laurel.testing.Api.accept;
import static dev.laurel.testing.Api.as;
import static dev.laurel.testing.Api.classBoard;
import static dev.laurel.testing.Api.frames;
import static dev.laurel.testing.Api.me;
import static dev.laurel.testing.Api.member;
import static dev.laurel.testing.Api.putRoster;
import static dev.laurel.testing.Api.sendAsync;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.laurel.testing.Api;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SubmissionJson;
import dev.laurel.testing.TestSql;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Points given or taken by hand. */
@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class AdjustmentsTest {
  @Inject DataSource database;

  private final String ada = Fresh.id("ada");
  private final String teacher = Fresh.id("teacher");
  private final String classId = Fresh.id("c");
  private final Map<String, Object> bonus =
      Map.of(
          "source",
          "desk",
          "id",
          Fresh.id("a"),
          "user_id",
          ada,
          "class_id",
          classId,
          "points",
          15,
          "reason",
          "Helped others");

  @BeforeEach
  void aClass() {
    putRoster(
            teacher, classId, "UTC", List.of(member(teacher, "instructor"), member(ada, "student")))
        .then()
        .statusCode(204);
  }

  @Test
  void anAdjustmentCountsAndTellsTheStudentWhy() {
    adjust(bonus).statusCode(201).body("points_earned", equalTo(15));
    assertEquals(15, me(ada).getInt("total_points"));
    assertEquals(List.of(15), classBoard(classId, ada).getList("entries.total_points"));
    assertEquals(List.of(0), classBoard(classId, ada).getList("entries.completed_problems"));
    var frame = frames(ada).get(0);
    assertEquals("points_update", frame.get("type"));
    assertEquals("adjustment", frame.get("source"));
    assertEquals("Helped others", frame.get("reason"));
  }

  @Test
  void aDeductionMayTakeTheTotalBelowZero() {
    // When
    adjust(with("points", -25)).statusCode(201).body("total_points", equalTo(-25));

    // Then
    var board = classBoard(classId, ada);
    assertEquals(List.of(-25), board.getList("entries.total_points"));
    assertEquals(List.of(ada), board.getList("entries.user.id"));
  }

  @Test
  void theSameAdjustmentCountsOnce() {
    // Given
    adjust(bonus).statusCode(201);

    // Then
    adjust(bonus).statusCode(200).body("outcome", equalTo("duplicate"));
    assertEquals(15, me(ada).getInt("total_points"));
  }

  @Test
  void anotherAdjustmentUnderTheSameIdentityIsAConflictThatNamesTheFields() {
    // Given
    adjust(bonus).statusCode(201);

    // Then
    adjust(with("points", 16)).statusCode(409).body("errors.field", contains("points"));
  }

  @Test
  void aRevisionReplacesAnAdjustment() {
    // Given
    adjust(bonus).statusCode(201);

    // When
    var revised = new HashMap<>(with("points", -5));
    revised.put("revision", 2);
    adjust(revised).statusCode(201).body("points_earned", equalTo(-20));

    // Then
    assertEquals(-5, me(ada).getInt("total_points"));
  }

  @Test
  void aRevokedAdjustmentCountsNoLonger() {
    // Given
    adjust(bonus).statusCode(201);

    // When
    as(teacher, "instructor")
        .delete("/api/adjustments/desk/" + bonus.get("id"))
        .then()
        .statusCode(200)
        .body("points_earned", equalTo(-15));

    // Then
    assertEquals(0, me(ada).getInt("total_points"));
  }

  @Test
  void anAdjustmentMeetsNoSubmissionOfTheSameId() {
    // Given
    accept(
        SubmissionJson.practice(ada)
            .inClass(classId)
            .with("source", "desk")
            .with("submission_id", bonus.get("id"))
            .problem((String) bonus.get("id"), 100));

    // When
    adjust(bonus).statusCode(201);

    // Then
    assertEquals(List.of(95), classBoard(classId, ada).getList("entries.total_points"));
  }

  @Test
  void onlyStudentsOfTheClassAreAdjusted() {
    adjust(with("user_id", Fresh.id("u")))
        .statusCode(400)
        .body("errors.field", contains("user_id"))
        .body("errors.message", contains("is no student of the class " + classId));
  }

  @Test
  void anInstructorRevisesNoAdjustmentOfAnotherClass() {
    // Given
    adjust(bonus).statusCode(201);
    var thief = Fresh.id("t");
    var other = Fresh.id("c");
    putRoster(thief, other, "UTC", List.of(member(thief, "instructor"), member(ada, "student")));

    // Then
    var revised = new HashMap<>(with("class_id", other));
    revised.put("revision", 2);
    as(thief, "instructor").body(revised).post("/api/adjustments").then().statusCode(403);
  }

  @Test
  void anAdjustmentIsCommittedWithItsEntryInTheAuditLog() throws Exception {
    // Given
    var sql = new TestSql(database);
    try (var other = sql.transaction()) {
      TestSql.execute(other, "lock table audit in share mode");

      // When
      var adjusted = sendAsync("POST", "/api/adjustments", teacher, Api.text(bonus), "instructor");
      await().until(() -> sql.waitingFor(other) > 0);

      // Then
      assertEquals(0, me(ada).getInt("total_points"));
      other.rollback();
      assertEquals(201, adjusted.join().status());
    }
    List<Map<String, Object>> entries =
        as("operator", "operator")
            .queryParam("limit", 500)
            .get("/api/audit")
            .jsonPath()
            .getList(
                "items.findAll { it.action == 'points_adjusted' && it.target_user == '%s' }"
                    .formatted(ada));
    assertEquals(1, entries.size());
    assertEquals(teacher, entries.get(0).get("actor"));
    assertEquals("desk " + bonus.get("id"), entries.get(0).get("detail"));
  }

  @Test
  void anExportHasTheIdOfAnAdjustmentAsItWasGiven() {
    // Given
    adjust(bonus).statusCode(201);

    // Then
    var export = as(ada).get("/api/me/data").then().statusCode(200).extract().jsonPath();
    assertEquals(List.of(bonus.get("id")), export.getList("submission.submission_id"));
    assertEquals(List.of(bonus.get("id")), export.getList("submission.problem_id"));
    assertEquals(Set.of(bonus.get("id")), Set.copyOf(export.getList("problem_score.problem_id")));
    assertEquals(Set.of(bonus.get("id")), Set.copyOf(export.getList("ledger_entry.submission_id")));
  }

  @Test
  void anInstructorOfAnotherClassMayNotAdjust() {
    as(Fresh.id("t"), "instructor").body(bonus).post("/api/adjustments").then().statusCode(403);
  }

  @Test
  void noGraderSendsAnAdjustmentAsASubmission() {
    as("autograder", "grader")
        .body(SubmissionJson.practice(ada).with("kind", "adjustment"))
        .post("/api/submissions")
        .then()
        .statusCode(400)
        .body("errors.field", contains("kind"));
  }

  private Map<String, Object> with(String field, Object value) {
    var changed = new HashMap<>(bonus);
    changed.put(field, value);
    return changed;
  }

  private ValidatableResponse adjust(Map<String, Object> adjustment) {
    return as(teacher, "instructor").body(adjustment).post("/api/adjustments").then();
  }
}
