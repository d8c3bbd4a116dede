package dev.laurel.reconciliation;

import static dev.laurel.testing.Api.accept;
import static dev.laurel.testing.Api.member;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.testing.Api;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SubmissionJson;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The comparison of a class with what another back end has reported of it. */
@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class ReconciliationTest {
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

  private void shadow() {
    change("shadow");
  }

  private void change(String mode) {
    Api.as(teacher, "instructor")
        .body(Map.of("mode", mode))
        .put("/api/classes/{id}/authority", classId)
        .then()
        .statusCode(200);
  }

  private void report(String user, int points, int completions, String... achievements) {
    Api.as("django", "grader")
        .body(
            Map.of(
                "user",
                Map.of("id", user, "username", user),
                "points",
                points,
                "completions",
                completions,
                "rank",
                1,
                "achievements",
                Stream.of(achievements)
                    .map(id -> Map.of("id", id, "earned_at", "2026-03-02T10:00:00Z"))
                    .toList()))
        .put("/api/classes/{id}/standings", classId)
        .then()
        .statusCode(200);
  }

  /** The comparison once Laurel has computed. */
  private JsonPath computed(String query) {
    return await().until(() -> compare(query), page -> page.getInt("summary.pending") == 0);
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
  void attemptsThatAreAddedUpElsewhereExplainTheDifference() {
    // Given
    accept(work.score(60));
    accept(work.retried().score(50));
    shadow();
    report(ada, 110, 1, "first-steps");

    // When
    var comparison = computed("");

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
  void pointsByHandHeldResultsAndAchievementsExplainTheDifference() {
    // Given
    var badge = badgeWithoutCriterion();
    accept(work.score(60));
    adjust(-5);
    Api.submit(SubmissionJson.practice(ada).inClass(classId).score(70).with("held", true))
        .statusCode(200);
    shadow();
    report(ada, 60 + 70 + 10 + 10 + 3, 2, "first-steps", "bullseye", badge);

    // When
    var explanations = computed("").getList("students[0].explanations");

    // Then
    assertEquals(
        List.of(
            Map.of("code", "held_results", "points", 70),
            Map.of("code", "achievement_points", "points", 23),
            Map.of("code", "adjustments", "points", 5),
            Map.of("code", "held_results", "count", 1),
            Map.of("code", "achievements_missing", "achievements", List.of("bullseye"))),
        explanations);
  }

  private void adjust(int points) {
    var adjustment =
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
            points,
            "reason",
            "Late");
    Api.as("desk", "grader").body(adjustment).post("/api/adjustments").then().statusCode(201);
  }

  /** Defines an achievement that only the other back end awards. */
  private String badgeWithoutCriterion() {
    var id = Fresh.id("badge");
    var badge =
        Map.of(
            "id",
            id,
            "name",
            "Helper",
            "description",
            "Helped others",
            "badge_type",
            "b",
            "rarity",
            "rare",
            "points",
            3,
            "criteria",
            Map.of("type", "granted"));
    Api.as(teacher, "instructor")
        .body(badge)
        .post("/api/classes/{id}/achievements", classId)
        .then()
        .statusCode(201);
    return id;
  }

  @Test
  void bothSidesAreEqualWhenLaurelHasComputedWhatWasReported() {
    // Given
    var badge = badgeWithoutCriterion();
    shadow();
    report(ada, 60, 1, "first-steps", badge);
    assertFalse(computed("").getBoolean("summary.zero"));

    // When
    Api.submit(work.score(60)).statusCode(200);

    // Then
    var comparison = await().until(() -> compare(""), page -> page.getBoolean("summary.zero"));
    assertEquals(
        Map.of("students", 2, "equal", 2, "different", 0, "pending", 0, "zero", true),
        comparison.getMap("summary"));
    assertEquals(List.of(), comparison.getList("students[0].explanations"));
    assertEquals(List.of(), compare("?different=true").getList("students"));
  }

  @Test
  void whoLeftTheClassAndIsReportedStillDiffers() {
    // Given
    shadow();
    report(bob, 60, 1);
    putRoster(ada);
    assertEquals(List.of(ada), compare("").getList("students.user.id"));

    // When
    report(bob, 70, 1);

    // Then
    var comparison = compare("?different=true");
    assertEquals(List.of(bob), comparison.getList("students.user.id"));
    assertEquals(List.of("dropped_member"), comparison.getList("students[0].explanations.code"));
    assertNull(comparison.get("students[0].computed.rank"));
  }

  @Test
  void pagesGoOnAfterTheLastStudent() {
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
  void theTableHasTheWholeClass() {
    // Given
    shadow();
    report(ada, 60, 1);
    computed("");

    // When
    var table =
        Api.as("ops", "operator")
            .accept("text/csv")
            .get("/api/classes/" + classId + "/reconciliation");

    // Then
    table.then().statusCode(200).body(containsString(ada + ",")).body(containsString(bob + ","));
    assertEquals(3, table.asString().lines().count());
    assertTrue(table.asString().contains("unexplained points 60"), table.asString());
  }

  @Test
  void thereIsNothingToCompareUnlessLaurelComputesBesideAnother() {
    // Given
    var path = "/api/classes/" + classId + "/reconciliation";

    // Then
    Api.as(teacher, "instructor")
        .get(path)
        .then()
        .statusCode(409)
        .body("detail", containsString("shadow"));

    // When
    change("delivery");

    // Then
    Api.as("grader", "grader").get(path).then().statusCode(409);
    Api.as(ada).get(path).then().statusCode(403).body("status", equalTo(403));
  }
}
