package dev.laurel.achievement;

import static dev.laurel.achievement.ClassWithAchievements.earned;
import static dev.laurel.testing.Api.accept;
import static dev.laurel.testing.Api.as;
import static dev.laurel.testing.Api.frames;
import static dev.laurel.testing.Api.me;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.testing.Api;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SubmissionJson;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of achievements and levels when users are counted anew without a result. */
@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class RecountAwardsTest {
  /** An achievement of everybody that comes with the service. */
  private static final String STREAK_OF_3 = "on-a-roll";

  private ClassWithAchievements course;

  @BeforeEach
  void open() {
    course = new ClassWithAchievements("UTC");
  }

  @Test
  void aWithdrawalWithRecountTakesWhatTheRestDoesNotMeetWithItsPoints() {
    // Given
    var two = course.define(Map.of("type", "completions", "threshold", 2));
    accept(course.practice());
    var second = course.practice();
    accept(second);
    int points = me(course.student).getInt("total_points");

    // When
    withdraw(second, "recount").statusCode(200);

    // Then
    assertFalse(earned(course.student).contains(two));
    assertTrue(earned(course.student).contains("first-steps"));
    assertEquals(points - 80 - 5, me(course.student).getInt("total_points"));
    var frame = only("achievement_revoked");
    assertEquals(two, ((Map<?, ?>) frame.get("achievement")).get("id"));
    assertEquals("A result was withdrawn.", frame.get("reason"));
  }

  @Test
  void aWithdrawalKeepsAchievementsUnlessAsked() {
    // Given
    var two = course.define(Map.of("type", "completions", "threshold", 2));
    accept(course.practice());
    var second = course.practice();
    accept(second);

    // When
    withdraw(second, "keep").statusCode(200);

    // Then
    assertTrue(earned(course.student).contains(two));
    withdraw(second, "recount").statusCode(200);
    assertFalse(earned(course.student).contains(two));
  }

  @Test
  void whatARecountTookIsEarnedAgainByALaterRevision() {
    // Given
    var one = course.define(Map.of("type", "completions", "threshold", 1));
    var work = course.practice();
    accept(work);
    withdraw(work, "recount").statusCode(200);
    assertEquals(List.of(), earned(course.student));

    // When
    accept(work.regraded(2, 90));

    // Then
    assertTrue(earned(course.student).contains(one));
  }

  @Test
  void aRecountLeavesWhatWasGrantedByHand() {
    // Given
    var two = course.define(Map.of("type", "completions", "threshold", 2));
    var work = course.practice();
    accept(work);
    course.grant(course.student, two, "Helped").statusCode(200);

    // When
    withdraw(work, "recount").statusCode(200);

    // Then
    assertEquals(List.of(two), earned(course.student));
  }

  @Test
  void theAchievementOfAStreakGoesWithOneOfItsDays() {
    // Given
    onDays("2026-03-02", "2026-03-03");
    var third = onDay("2026-03-04");
    accept(third);
    onDays("2026-05-04");
    assertTrue(earned(course.student).contains(STREAK_OF_3));

    // When
    withdraw(third, "recount").statusCode(200);

    // Then
    assertFalse(earned(course.student).contains(STREAK_OF_3));
  }

  @Test
  void theAchievementOfAnEarlierStreakStaysWhenTheLatestIsShorter() {
    // Given
    onDays("2026-03-02", "2026-03-03", "2026-03-04");
    var other = onDay("2026-05-04");
    accept(other);
    onDays("2026-05-10");

    // When
    withdraw(other, "recount").statusCode(200);

    // Then
    assertTrue(earned(course.student).contains(STREAK_OF_3));
  }

  @Test
  void theAchievementsOfAnArchivedClassStayInARecount() {
    // Given
    var one = course.define(Map.of("type", "completions", "threshold", 1));
    accept(course.practice());
    var elsewhere = SubmissionJson.practice(course.student);
    accept(elsewhere);
    as(course.teacher, "instructor").put("/api/classes/{id}/archive", course.id);

    // When
    withdraw(elsewhere, "recount").statusCode(200);

    // Then
    assertTrue(earned(course.student).contains(one));
  }

  @Test
  void aRecountIsAskedForByItsName() {
    var work = course.practice();
    accept(work);
    withdraw(work, "revoke").statusCode(400).body("errors.field", contains("achievements"));
  }

  @Test
  void anAdjustmentAnnouncesTheLevelThatItReachesOnce() {
    // Given
    level(100);
    accept(course.practice());

    // When
    adjust(15).statusCode(201);
    adjust(15).statusCode(201);

    // Then
    assertEquals("Level", ((Map<?, ?>) only("level_up").get("level")).get("name"));
  }

  @Test
  void otherRulesAnnounceALevelOnceAndAwardWhatIsMetByThem() {
    // Given
    level(100);
    var at = Instant.parse("2026-03-02T10:00:00Z");
    var points = course.define(Map.of("type", "points", "threshold", 150));
    var tagged = course.define(Map.of("type", "points", "threshold", 150, "kind", "practice"));
    var work = course.practice().handedIn(at);
    accept(work);

    // When
    rules(work, 200);

    // Then
    await().until(() -> earned(course.student).containsAll(List.of(points, tagged)));
    assertEquals(course.id, only("level_up").get("class_id"));
    assertEquals(
        List.of(at.toString(), at.toString()),
        me(course.student)
            .getList(
                "achievements.findAll { it.id in ['%s', '%s'] }.earned_at"
                    .formatted(points, tagged)));
    int frames = frames(course.student).size();

    // And: less worth takes nothing back, and more again awards nothing twice
    rules(work, 50);
    await().until(() -> frames(course.student).size() == frames + 1);
    assertTrue(earned(course.student).containsAll(List.of(points, tagged)));
  }

  @Test
  void aNewDefinitionOfAStreakCountsTheLongestRunThereIs() {
    // Given
    onDays("2026-03-02", "2026-03-03", "2026-03-04", "2026-05-04");
    var ofTheClass = Map.of("type", "completions", "threshold", 1, "class_id", course.id);
    var definition =
        ClassWithAchievements.definition(
            Map.of("all_of", List.of(Map.of("type", "streak", "threshold", 3), ofTheClass)));

    // When
    as("root", "operator")
        .body(Api.text(definition))
        .put("/api/achievements/{id}", definition.get("id"))
        .then()
        .statusCode(200);

    // Then
    await().until(() -> earned(course.student).contains((String) definition.get("id")));
    assertEquals(
        "2026-03-04T10:00:00Z",
        me(course.student)
            .getString(
                "achievements.find { it.id == '%s' }.earned_at".formatted(definition.get("id"))));
  }

  private SubmissionJson onDay(String day) {
    return course.practice().handedIn(Instant.parse(day + "T10:00:00Z"));
  }

  private void onDays(String... days) {
    for (var day : days) {
      accept(onDay(day));
    }
  }

  private void level(int points) {
    as(course.teacher, "instructor")
        .body(List.of(Map.of("name", "Level", "points", points)))
        .put("/api/classes/{id}/levels", course.id)
        .then()
        .statusCode(200);
  }

  private void rules(SubmissionJson work, int worth) {
    as(course.teacher, "instructor")
        .body(
            Map.of(
                "problems",
                List.of(Map.of("source", "gradebot", "id", work.problemId(), "points", worth))))
        .put("/api/classes/{id}/rules", course.id)
        .then()
        .statusCode(200);
  }

  private ValidatableResponse adjust(int points) {
    return as(course.teacher, "instructor")
        .body(
            Map.of(
                "source",
                "desk",
                "id",
                Fresh.id("a"),
                "user_id",
                course.student,
                "class_id",
                course.id,
                "points",
                points,
                "reason",
                "Helped"))
        .post("/api/adjustments")
        .then();
  }

  private ValidatableResponse withdraw(SubmissionJson work, String achievements) {
    return as("autograder", "grader")
        .queryParam("achievements", achievements)
        .post("/api/submissions/gradebot/{id}/withdrawal", work.id())
        .then();
  }

  private Map<String, Object> only(String type) {
    var found =
        frames(course.student).stream().filter(frame -> frame.get("type").equals(type)).toList();
    assertEquals(1, found.size(), type);
    return found.get(0);
  }
}
