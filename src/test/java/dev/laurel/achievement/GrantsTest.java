package dev.laurel.achievement;

import static dev.laurel.achievement.ClassWithAchievements.earned;
import static dev.laurel.testing.Api.accept;
import static dev.laurel.testing.Api.as;
import static dev.laurel.testing.Api.frames;
import static dev.laurel.testing.Api.me;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class GrantsTest {
  private ClassWithAchievements course;
  private String helper;

  @BeforeEach
  void open() {
    course = new ClassWithAchievements("UTC");
    helper = course.define(Map.of("type", "completions", "threshold", 1, "tag", "help"));
  }

  @Test
  void aGrantBringsTheAchievementItsPointsAndTheReason() {
    // When
    course.grant(course.student, helper, "Helped others").statusCode(200);

    // Then
    assertEquals(List.of(helper), earned(course.student));
    assertEquals(5, me(course.student).getInt("total_points"));
    var frames = frames(course.student);
    assertEquals("achievement_earned", frames.get(0).get("type"));
    assertEquals("Helped others", frames.get(0).get("reason"));
    assertEquals("points_update", frames.get(1).get("type"));
    assertEquals(5, frames.get(1).get("new_points"));
  }

  @Test
  void aGrantThatIsRepeatedChangesNothing() {
    // Given
    course.grant(course.student, helper, "Helped others").statusCode(200);

    // When
    course.grant(course.student, helper, "Again").statusCode(200).body("id", equalTo(helper));

    // Then
    assertEquals(2, frames(course.student).size());
    assertEquals(5, me(course.student).getInt("total_points"));
  }

  @Test
  void aRevocationTakesTheAchievementAndItsPointsWithTheReason() {
    // Given
    accept(course.practice().with("tags", List.of("help")));
    int before = frames(course.student).size();
    int points = me(course.student).getInt("total_points");

    // When
    course.revoke(course.student, helper, "Copied").statusCode(204);

    // Then
    assertFalse(earned(course.student).contains(helper));
    assertEquals(points - 5, me(course.student).getInt("total_points"));
    var frame = frames(course.student).get(before);
    assertEquals("achievement_revoked", frame.get("type"));
    assertEquals("Copied", frame.get("reason"));
    assertEquals(5, frame.get("points_lost"));
    assertEquals(-5, frames(course.student).get(before + 1).get("points_earned"));
  }

  @Test
  void aRevokedAchievementIsNotEarnedAgain() {
    // Given
    accept(course.practice().with("tags", List.of("help")));
    course.revoke(course.student, helper, "Copied").statusCode(204);

    // When
    var outcome = accept(course.practice().with("tags", List.of("help")));

    // Then
    assertFalse(outcome.getList("achievements").contains(helper));
    course.revoke(course.student, helper, "Copied").statusCode(404);
  }

  @Test
  void aRevokedAchievementCanBeGranted() {
    // Given
    course.grant(course.student, helper, "Helped others");
    course.revoke(course.student, helper, "A mistake");

    // When
    course.grant(course.student, helper, "No mistake").statusCode(200);

    // Then
    assertEquals(List.of(helper), earned(course.student));
    assertEquals(5, me(course.student).getInt("total_points"));
  }

  @Test
  void bothAreInTheAuditLog() {
    // When
    course.grant(course.student, helper, "Helped others").statusCode(200);
    course.revoke(course.student, helper, "A mistake").statusCode(204);

    // Then
    var ofStudent = "items.findAll { it.target_user == '" + course.student + "' }";
    as("root", "operator")
        .get("/api/audit")
        .then()
        .body(ofStudent + ".action", equalTo(List.of("achievement_revoked", "achievement_granted")))
        .body(ofStudent + ".detail", equalTo(List.of(helper, helper)))
        .body(ofStudent + ".actor", equalTo(List.of(course.teacher, course.teacher)));
  }

  @Test
  void aReasonIsNeeded() {
    as(course.teacher, "instructor")
        .body("{}")
        .put("/api/classes/{c}/members/{u}/achievements/{a}", course.id, course.student, helper)
        .then()
        .statusCode(400)
        .body("errors.field", hasItem("reason"));
    as(course.teacher, "instructor")
        .delete("/api/classes/{c}/members/{u}/achievements/{a}", course.id, course.student, helper)
        .then()
        .statusCode(400)
        .body("errors.field", hasItem("reason"));
  }

  @Test
  void onlyStudentsOfTheClassAreGrantedWhatIsOfTheClass() {
    course.grant(Fresh.id("u"), helper, "Unknown").statusCode(404);
    course.grant(course.teacher, helper, "Teacher").statusCode(404);
    course.grant(course.student, "first-steps", "Of everybody").statusCode(404);
  }

  @Test
  void anOperatorGrantsWhatIsOfEverybody() {
    // When
    as("root", "operator")
        .body("{\"reason\":\"Founder\"}")
        .put("/api/users/{u}/achievements/first-steps", course.student)
        .then()
        .statusCode(200);

    // Then
    assertEquals(List.of("first-steps"), earned(course.student));
  }
}
