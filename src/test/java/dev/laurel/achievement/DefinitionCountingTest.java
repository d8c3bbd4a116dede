package dev.laurel.achievement;

import static dev.laurel.achievement.ClassWithAchievements.earned;
import static dev.laurel.testing.Api.accept;
import static dev.laurel.testing.Api.as;
import static dev.laurel.testing.Api.frames;
import static dev.laurel.testing.Api.me;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.laurel.testing.Api;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SubmissionJson;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class DefinitionCountingTest {
  private static final Map<String, Object> LOOPS =
      Map.of("type", "completions", "threshold", 2, "tag", "loops");

  private final String[] others =
      Stream.generate(() -> Fresh.id("u")).limit(60).toArray(String[]::new);
  private ClassWithAchievements course;

  @BeforeEach
  void open() {
    course = new ClassWithAchievements("UTC", others);
  }

  @Test
  void aNewAchievementIsGivenToAllWhoMetItAtTheTimeOfTheResultThatDid() {
    // Given
    for (var user : List.of(course.student, others[0], others[59])) {
      loops(user, "2026-03-03T10:00:00Z", "2026-03-01T10:00:00Z", "2026-03-02T10:00:00Z");
    }
    loops(others[1], "2026-03-03T10:00:00Z");

    // When
    var id = course.define(LOOPS);

    // Then
    for (var user : List.of(course.student, others[0], others[59])) {
      await().until(() -> earned(user).contains(id));
      assertEquals(
          "2026-03-02T10:00:00Z",
          me(user).getString("achievements.find { it.id == '" + id + "' }.earned_at"));
    }
    awaitCounted(id);
    assertFalse(earned(others[1]).contains(id));
  }

  @Test
  void theAuthorMayLetItHappenSilently() {
    // Given
    loops(course.student, "2026-03-01T10:00:00Z", "2026-03-02T10:00:00Z");
    int before = frames(course.student).size();
    int points = me(course.student).getInt("total_points");
    var definition = ClassWithAchievements.definition(LOOPS);
    definition.put("announce", false);

    // When
    course.post(definition).statusCode(201);

    // Then
    var id = (String) definition.get("id");
    await().until(() -> earned(course.student).contains(id));
    assertEquals(before, frames(course.student).size());
    assertEquals(points + 5, me(course.student).getInt("total_points"));
  }

  @Test
  void aChangedCriterionIsCountedAgainAndAChangedTextIsNot() {
    // Given
    var definition = ClassWithAchievements.definition(Map.of("type", "points", "threshold", 9_999));
    var id = (String) definition.get("id");
    course.post(definition).statusCode(201);
    awaitCounted(id);
    loops(course.student, "2026-03-01T10:00:00Z", "2026-03-02T10:00:00Z");
    definition.put("name", "Other name");
    put(id, definition);
    assertEquals(null, countAfter(id));

    // When
    definition.put("criteria", LOOPS);
    put(id, definition);

    // Then
    await().until(() -> earned(course.student).contains(id));
  }

  @Test
  void anAchievementOfEverybodyIsGivenOutsideClassesToo() {
    // Given
    var user = Fresh.id("u");
    var tag = Fresh.id("tag");
    accept(SubmissionJson.practice(user).with("tags", List.of(tag)));
    var definition =
        ClassWithAchievements.definition(Map.of("type", "completions", "threshold", 1, "tag", tag));

    // When
    as("root", "operator")
        .body(Api.text(definition))
        .post("/api/achievements")
        .then()
        .statusCode(201);

    // Then
    await().until(() -> earned(user).contains(definition.get("id")));
  }

  @Test
  void anAchievementThatNobodyHasIsDeletedAndAnEarnedOneIsKept() {
    // Given
    loops(course.student, "2026-03-01T10:00:00Z", "2026-03-02T10:00:00Z");
    var earned = course.define(LOOPS);
    var unearned = course.define(Map.of("type", "points", "threshold", 1_000_000));
    await().until(() -> earned(course.student).contains(earned));

    // Then
    delete(unearned, 204);
    delete(unearned, 404);
    delete(earned, 409);
    as(course.student).get(course.path).then().body("id", equalTo(List.of(earned)));
  }

  private void delete(String id, int status) {
    as(course.teacher, "instructor").delete(course.path + "/" + id).then().statusCode(status);
  }

  private void put(String id, Map<String, Object> definition) {
    as(course.teacher, "instructor")
        .body(Api.text(definition))
        .put(course.path + "/" + id)
        .then()
        .statusCode(200);
  }

  private static void awaitCounted(String id) {
    await().until(() -> countAfter(id) == null);
  }

  private static String countAfter(String id) {
    return QuarkusTransaction.requiringNew()
        .call(() -> DefinitionEntity.<DefinitionEntity>findById(id).countAfter);
  }

  private void loops(String user, String... moments) {
    for (var at : moments) {
      accept(
          SubmissionJson.practice(user).inClass(course.id).with("tags", List.of("loops")).at(at));
    }
  }
}
