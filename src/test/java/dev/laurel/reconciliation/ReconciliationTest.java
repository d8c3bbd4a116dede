package dev.laurel.reconciliation;

import static dev.laurel.testing.Api.accept;
import static dev.laurel.testing.Api.member;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.testing.Api;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SubmissionJson;
import dev.laurel.testing.TestSql;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The comparison of a class with what another back end has reported of it. */
@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class ReconciliationTest {
  @Inject DataSource database;

  private final String teacher = Fresh.id("teacher");
  private final String ada = Fresh.id("ada");
  private final String bob = Fresh.id("bob");
  private final String classId = Fresh.id("c");
  private final SubmissionJson work = SubmissionJson.practice(ada).inClass(classId);

  @BeforeEach
  void aClass() {
    putRoster(ada, bob);
  }

  private void putRoster(String... students) {
    Api.putRoster(
            teacher,
            classId,
            "UTC",
            Stream.concat(
                    Stream.of(member(teacher, "instructor")),
                    Stream.of(students).map(student -> member(student, "student")))
                .toList())
        .then()
        .statusCode(204);
  }

  private void shadow() throws SQLException {
    sql("update course_class set authority = 'shadow' where id = ?", classId);
  }

  private void report(String user, int points, int completions, String achievements)
      throws SQLException {
    sql(
        """
        insert into reported_standing (class_id, user_id, points, completions, achievements, rank, received_at)
        values (?, ?, %d, %d, %s, 1, now())"""
            .formatted(points * 100, completions, achievements),
        classId,
        user);
  }

  private void compute(String user, int points, int completions, String achievements)
      throws SQLException {
    sql(
        """
        insert into shadow_standing (class_id, user_id, points, completions, achievements, computed_at, stale)
        values (?, ?, %d, %d, %s, now(), false)"""
            .formatted(points * 100, completions, achievements),
        classId,
        user);
  }

  private void sql(String statement, String... parameters) throws SQLException {
    new TestSql(database).execute(statement, parameters);
  }

  private JsonPath compare(String query) {
    return Api.as(teacher, "instructor")
        .get("/api/classes/" + classId + "/reconciliation" + query)
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  @Test
  void attemptsThatAreAddedUpElsewhereExplainTheDifference() throws SQLException {
    // Given
    accept(work.score(60));
    accept(work.retried().score(50));
    shadow();
    report(ada, 110, 1, "'{first-steps}'");
    compute(ada, 60, 1, "'{first-steps}'");

    // When
    var comparison = compare("");

    // Then
    assertEquals(
        Map.of("students", 2, "equal", 1, "different", 1, "pending", 0, "zero", false),
        comparison.getMap("summary"));
    assertEquals(List.of(ada, bob), comparison.getList("students.user.id"));
    assertEquals(
        List.of(Map.of("code", "attempts_summed", "points", 50)),
        comparison.getList("students[0].explanations"));
    assertEquals(110, comparison.getInt("students[0].reported.points"));
    assertEquals(60, comparison.getInt("students[0].computed.points"));
    assertEquals(1, comparison.getInt("students[0].computed.rank"));
    assertNull(comparison.get("students[1].reported"));
    assertTrue(comparison.getBoolean("students[1].equal"));
  }

  @Test
  void pointsByHandHeldResultsAndAchievementsExplainTheDifference() throws SQLException {
    // Given
    accept(work.score(60));
    Api.as("desk", "grader")
        .body(
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
                -5,
                "reason",
                "Late"))
        .post("/api/adjustments")
        .then()
        .statusCode(201);
    Api.submit(SubmissionJson.practice(ada).inClass(classId).score(70).with("held", true))
        .statusCode(200);
    shadow();
    report(ada, 60 + 70 + 10, 2, "'{first-steps,unheard-of}'");
    compute(ada, 60 - 5, 1, "'{bullseye}'");

    // When
    var explanations = compare("").getList("students[0].explanations");

    // Then
    assertEquals(
        List.of(
            Map.of("code", "held_results", "points", 70),
            Map.of("code", "achievement_points", "points", 10),
            Map.of("code", "adjustments", "points", 5),
            Map.of("code", "held_results", "count", 1),
            Map.of("code", "achievements_missing", "achievements", List.of("first-steps")),
            Map.of("code", "achievements_unknown", "achievements", List.of("unheard-of")),
            Map.of("code", "achievements_more", "achievements", List.of("bullseye"))),
        explanations);
  }

  @Test
  void bothSidesAreEqualWhenNobodyDiffersAndNobodyIsPending() throws SQLException {
    // Given
    shadow();
    report(ada, 60, 1, "null");
    compute(ada, 60, 1, "'{first-steps}'");

    // When
    var comparison = compare("");

    // Then
    assertTrue(comparison.getBoolean("summary.zero"));
    assertEquals(List.of(), compare("?different=true").getList("students"));

    // When
    sql("update shadow_standing set stale = true where class_id = ?", classId);

    // Then
    assertEquals(
        Map.of("students", 2, "equal", 2, "different", 0, "pending", 1, "zero", false),
        compare("").getMap("summary"));
  }

  @Test
  void whoLeftTheClassAndIsReportedStillDiffers() throws SQLException {
    // Given
    report(bob, 60, 1, "null");
    putRoster(ada);
    shadow();
    assertEquals(List.of(ada), compare("").getList("students.user.id"));

    // When
    sql("update reported_standing set received_at = now() where class_id = ?", classId);

    // Then
    var comparison = compare("?different=true");
    assertEquals(List.of(bob), comparison.getList("students.user.id"));
    assertEquals(List.of("dropped_member"), comparison.getList("students[0].explanations.code"));
    assertNull(comparison.get("students[0].computed.rank"));
  }

  @Test
  void pagesGoOnAfterTheLastStudent() throws SQLException {
    // Given
    shadow();

    // When
    var first = compare("?limit=1");
    var second = compare("?limit=1&after=" + first.getString("next"));

    // Then
    assertEquals(List.of(ada), first.getList("students.user.id"));
    assertEquals(ada, first.getString("next"));
    assertEquals(List.of(bob), second.getList("students.user.id"));
    assertNull(second.get("next"));
  }

  @Test
  void theTableHasTheWholeClass() throws SQLException {
    // Given
    shadow();
    report(ada, 60, 1, "null");
    compute(ada, 50, 1, "'{}'");

    // When
    var table =
        Api.as("ops", "operator")
            .accept("text/csv")
            .get("/api/classes/" + classId + "/reconciliation");

    // Then
    table.then().statusCode(200).body(containsString(ada + ",")).body(containsString(bob + ","));
    assertEquals(3, table.asString().lines().count());
    assertTrue(table.asString().contains("unexplained points 10"), table.asString());
  }

  @Test
  void thereIsNothingToCompareUnlessLaurelComputesBesideAnother() throws SQLException {
    // Given
    var path = "/api/classes/" + classId + "/reconciliation";

    // Then
    Api.as(teacher, "instructor")
        .get(path)
        .then()
        .statusCode(409)
        .body("detail", containsString("shadow"));

    // When
    sql("update course_class set authority = 'delivery' where id = ?", classId);

    // Then
    Api.as("grader", "grader").get(path).then().statusCode(409);
    Api.as(ada).get(path).then().statusCode(403).body("status", equalTo(403));
  }
}
