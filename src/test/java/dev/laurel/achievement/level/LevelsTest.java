package dev.laurel.achievement.level;

import static dev.laurel.testing.Api.accept;
import static dev.laurel.testing.Api.as;
import static dev.laurel.testing.Api.frames;
import static dev.laurel.testing.Api.me;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.laurel.testing.Api;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SubmissionJson;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class LevelsTest {
  private static final Map<String, Object> BRONZE = level("Bronze", 50);
  private static final Map<String, Object> SILVER = level("Silver", 150.5);
  private static final Map<String, Object> GOLD = level("Gold", 1_000);

  private final String classId = Fresh.id("c");
  private final String teacher = Fresh.id("t");
  private final String student = Fresh.id("u");

  @BeforeEach
  void open() {
    Api.putRoster(
            teacher,
            classId,
            "UTC",
            List.of(Api.member(teacher, "instructor"), Api.member(student, "student")))
        .then()
        .statusCode(204);
  }

  @AfterEach
  void close() {
    as("root", "operator").body("[]").put("/api/levels").then().statusCode(200);
  }

  @Test
  void aSubmissionThatReachesALevelOfTheClassAnnouncesIt() {
    // Given
    putOfClass(BRONZE, SILVER, GOLD)
        .statusCode(200)
        .body("name", contains("Bronze", "Silver", "Gold"));

    // When
    accept(practice());
    accept(practice());
    accept(practice());

    // Then
    var ups = levelUps();
    assertEquals(List.of(BRONZE, SILVER), ups.stream().map(up -> up.get("level")).toList());
    assertEquals(List.of(SILVER, GOLD), ups.stream().map(up -> up.get("next")).toList());
    assertEquals(classId, ups.get(0).get("class_id"));
  }

  @Test
  void theHighestLevelHasNoNext() {
    // Given
    putOfClass(BRONZE, level("Top", 60));

    // When
    accept(practice());

    // Then
    var ups = levelUps();
    assertEquals(
        List.of("Top"), ups.stream().map(up -> ((Map<?, ?>) up.get("level")).get("name")).toList());
    assertNull(ups.get(0).get("next"));
  }

  @Test
  void thePointsOfAchievementsCountForLevelsOfAllPoints() {
    // Given
    as("root", "operator")
        .body(Api.text(List.of(level("Ninety", 90))))
        .put("/api/levels")
        .then()
        .statusCode(200);

    // When: 80 points, and 10 for the first problem completed.
    accept(SubmissionJson.practice(student));

    // Then
    var up = levelUps().get(0);
    assertEquals(level("Ninety", 90), up.get("level"));
    assertNull(up.get("class_id"));
  }

  @Test
  void theOwnLevelAndTheNextAreShown() {
    // Given
    putOfClass(BRONZE, SILVER);
    accept(practice());

    // Then
    var mine = me(student).getMap("levels.find { it.class_id == '" + classId + "' }");
    assertEquals(BRONZE, mine.get("level"));
    assertEquals("Silver", ((Map<?, ?>) mine.get("next")).get("name"));
    assertEquals(80, mine.get("points"));
  }

  @Test
  void levelsOutOfOrderAreNamed() {
    putOfClass(BRONZE, GOLD, SILVER).statusCode(400).body("errors.field", contains("[2].points"));
    putOfClass(level("", 1)).statusCode(400).body("errors.field", contains("[0].name"));
  }

  @Test
  void membersSeeTheLevelsOfTheirClass() {
    // Given
    putOfClass(BRONZE);

    // Then
    as(student).get("/api/classes/{c}/levels", classId).then().body("name", contains("Bronze"));
    as(Fresh.id("u")).get("/api/classes/{c}/levels", classId).then().statusCode(403);
    as(student, "instructor")
        .body("[]")
        .put("/api/classes/{c}/levels", classId)
        .then()
        .statusCode(403);
    as("root", "operator").get("/api/levels").then().body("", equalTo(List.of()));
  }

  private SubmissionJson practice() {
    return SubmissionJson.practice(student).inClass(classId);
  }

  private ValidatableResponse putOfClass(Object... levels) {
    return as(teacher, "instructor")
        .body(Api.text(levels))
        .put("/api/classes/{c}/levels", classId)
        .then();
  }

  private List<Map<String, Object>> levelUps() {
    return frames(student).stream().filter(frame -> frame.get("type").equals("level_up")).toList();
  }

  private static Map<String, Object> level(String name, Number points) {
    return Map.of("name", name, "points", points);
  }
}
