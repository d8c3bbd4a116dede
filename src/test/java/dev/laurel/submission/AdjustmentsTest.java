package dev.laurel.submission;

import static dev.laurel.testing.Api.accept;
import static dev.laurel.testing.Api.as;
import static dev.laurel.testing.Api.classBoard;
import static dev.laurel.testing.Api.frames;
import static dev.laurel.testing.Api.me;
import static dev.laurel.testing.Api.member;
import static dev.laurel.testing.Api.putRoster;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SubmissionJson;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Points given or taken by hand. */
@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class AdjustmentsTest {
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
        .body("errors.field", contains("user_id"));
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
