package dev.laurel.achievement;

import static dev.laurel.testing.Api.accept;
import static dev.laurel.testing.Api.as;
import static dev.laurel.testing.Api.frames;
import static dev.laurel.testing.Api.me;
import static dev.laurel.testing.Api.submit;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class AchievementsTest {
  /** More points than the users of any other test have. */
  private static final int RICHES = 900_000;

  private final String user = Fresh.id("u");
  private final List<Map<String, Object>> defined = new ArrayList<>();

  @AfterEach
  void retire() {
    if (!defined.isEmpty()) {
      defined.forEach(definition -> definition.put("active", false));
      put(defined).statusCode(200);
    }
  }

  @Test
  void theStarterSetHasTwelveAtLeastOfAllFiveRarities() {
    // When
    var list = as(user).get("/api/achievements").then().statusCode(200).extract().jsonPath();

    // Then
    assertTrue(list.getList("").size() >= 12);
    assertEquals(
        Set.of("common", "uncommon", "rare", "epic", "legendary"),
        Set.copyOf(list.<String>getList("rarity")));
  }

  @Test
  void progressMeasuresEveryCriterion() {
    // Given
    accept(SubmissionJson.practice(user).score(100).with("attempt_number", 1));

    // When
    var progress = as(user).get("/api/achievements/progress").then().statusCode(200);

    // Then
    progress
        .body("completions", equalTo(1))
        .body("perfect_scores", equalTo(1))
        .body("first_attempt_solves", equalTo(1))
        .body("streak", equalTo(1))
        .body("points", greaterThan(0));
  }

  @Test
  void aNewUserHasNoProgress() {
    as(user).get("/api/achievements/progress").then().body("completions", equalTo(0));
  }

  @Test
  void aDefinitionIsListedAsItIsStored() {
    as(user)
        .get("/api/achievements")
        .then()
        .body(
            "find { it.id == 'first-steps' }.findAll { it.key != 'share' }",
            equalTo(
                Map.of(
                    "id",
                    "first-steps",
                    "name",
                    "First Steps",
                    "description",
                    "Complete your first problem",
                    "badge_type",
                    "first_completion",
                    "rarity",
                    "common",
                    "points",
                    10,
                    "criteria",
                    Map.of("type", "completions", "threshold", 1),
                    "active",
                    true)));
  }

  @Test
  void anAchievementIsEarnedOnce() {
    // When
    accept(SubmissionJson.practice(user));
    submit(SubmissionJson.practice(user)).body("achievements", equalTo(List.of()));

    // Then
    assertEquals(List.of("first-steps"), me(user).getList("achievements.id"));
  }

  @Test
  void concurrentSubmissionsEarnAnAchievementOnce() {
    // When
    var answers =
        Api.join(
            IntStream.range(0, 40)
                .mapToObj(
                    i ->
                        Api.postAsync(
                            "/api/submissions",
                            SubmissionJson.practice(user).problem(Fresh.id("p"), 1)))
                .toList());

    // Then
    assertTrue(answers.stream().allMatch(answer -> answer.status() == 201));
    assertEquals(
        1, answers.stream().filter(answer -> answer.body().contains("first-steps")).count());
    assertEquals(
        1,
        frames(user).stream()
            .filter(frame -> frame.get("type").equals("achievement_earned"))
            .filter(frame -> ((Map<?, ?>) frame.get("achievement")).get("id").equals("first-steps"))
            .count());
  }

  @Test
  void perfectScoresAreCounted() {
    submit(SubmissionJson.practice(user).score(100))
        .body("achievements", contains("first-steps", "bullseye"));
  }

  @Test
  void solvesAtTheFirstAttemptAreCounted() {
    submit(SubmissionJson.practice(user).with("attempt_number", 1))
        .body("achievements", contains("first-steps", "first-try"));
  }

  @Test
  void completionsAreCountedByProblem() {
    // Given
    var first = SubmissionJson.practice(user);
    accept(first);
    accept(first.retried());
    accept(SubmissionJson.practice(user));
    accept(SubmissionJson.practice(user));
    submit(SubmissionJson.practice(user)).body("achievements", equalTo(List.of()));

    // Then
    submit(SubmissionJson.practice(user)).body("achievements", contains("warming-up"));
  }

  @Test
  void theLengthOfAStreakIsCounted() {
    // Given
    accept(SubmissionJson.practice(user).at("2026-03-02T10:00:00Z"));
    accept(SubmissionJson.practice(user).at("2026-03-03T10:00:00Z"));

    // Then
    submit(SubmissionJson.practice(user).at("2026-03-04T10:00:00Z"))
        .body("achievements", contains("on-a-roll"));
  }

  @Test
  void thePointsOfOneAchievementMayUnlockAnother() {
    // Given
    accept(SubmissionJson.practice(user).problem(Fresh.id("p"), 1_000).score(40));

    // When: 10 points for the first completion lead from 490 to 500.
    var outcome = accept(SubmissionJson.practice(user).problem(Fresh.id("p"), 100).score(90));

    // Then
    assertEquals(List.of("first-steps", "point-collector"), outcome.getList("achievements"));
    assertEquals(90, outcome.getInt("points_earned"));
    assertEquals(525, outcome.getInt("total_points"));
    assertEquals(525, me(user).getInt("total_points"));
  }

  @Test
  void anAddedAchievementIsGivenToThoseWhoHaveMetItWithAnEvent() {
    // Given
    var rich = SubmissionJson.practice(user).problem(Fresh.id("p"), 1_000_000).score(95);
    accept(rich.at("2026-03-04T10:00:00.123Z"));
    int before = frames(user).size();

    // When
    var id = define(RICHES, 7);

    // Then
    await().until(() -> me(user).getList("achievements.id").contains(id));
    var frame = frames(user).get(before);
    assertEquals(
        Map.of(
            "id", id,
            "name", "Rich",
            "description", "Be rich",
            "badge_type", "gold",
            "rarity", "legendary",
            "earned_at", "2026-03-04T10:00:00.123Z"),
        frame.get("achievement"));
    assertEquals(7, frame.get("points_earned"));
    assertEquals(7, frames(user).get(before + 1).get("points_earned"));
  }

  @Test
  void anAddedAchievementIsEarnedByASubmissionThatMeetsIt() {
    // Given
    var id = define(RICHES, 7);

    // When
    var rich = SubmissionJson.practice(user).problem(Fresh.id("p"), 1_000_000).score(95);
    var outcome = accept(rich.at("2026-03-04T10:00:00.123Z"));

    // Then
    assertTrue(outcome.getList("achievements").contains(id));
    assertEquals(
        "2026-03-04T10:00:00.123Z",
        me(user).getString("achievements.find { it.id == '" + id + "' }.earned_at"));
  }

  @Test
  void anAddedAchievementIsNotEarnedByARegradeThatChangesNothing() {
    // Given
    var rich = SubmissionJson.practice(user).problem(Fresh.id("p"), 1_000_000).score(95);
    accept(rich);
    define(RICHES, 7);

    // When
    var outcome = accept(rich.regraded(2, 95));

    // Then: who had met it before is given it in the background, at any moment.
    assertEquals(List.of(), outcome.getList("achievements"));
    assertEquals(0, outcome.getInt("points_earned"));
  }

  @Test
  void anInactiveAchievementIsNotEarned() {
    // Given
    var definition = definition(RICHES, 7);
    definition.put("active", false);
    put(List.of(definition)).statusCode(200);

    // When
    var outcome = accept(SubmissionJson.practice(user).problem(Fresh.id("p"), 1_000_000).score(95));

    // Then
    assertFalse(outcome.getList("achievements").contains(definition.get("id")));
  }

  @Test
  void anInactiveAchievementIsListedForInstructorsOnly() {
    // Given
    var definition = definition(RICHES, 7);
    definition.put("active", false);
    put(List.of(definition)).statusCode(200);

    // Then
    as(user).get("/api/achievements").then().body("id", not(hasItem(definition.get("id"))));
    as(user, "instructor")
        .get("/api/achievements")
        .then()
        .body("id", hasItem(definition.get("id")));
  }

  @Test
  void anEarnedAchievementIsKeptWhenItBecomesInactive() {
    // Given
    var id = define(RICHES, 7);
    accept(SubmissionJson.practice(user).problem(Fresh.id("p"), 1_000_000).score(95));

    // When
    retire();

    // Then
    assertTrue(me(user).getList("achievements.id").contains(id));
  }

  @Test
  void aDefinitionIsChangedUnderItsId() {
    // Given
    var id = define(RICHES, 7);
    defined.get(0).put("name", "Richer");

    // Then
    put(defined).statusCode(200).body("find { it.id == '" + id + "' }.name", equalTo("Richer"));
  }

  @Test
  void definitionsMissingInTheRequestStay() {
    // When
    define(RICHES, 7);

    // Then
    as(user).get("/api/achievements").then().body("id", hasItem("first-steps"));
  }

  private String define(int threshold, int points) {
    var definition = definition(threshold, points);
    defined.add(definition);
    put(defined).statusCode(200);
    return (String) definition.get("id");
  }

  private static Map<String, Object> definition(int threshold, int points) {
    var definition = new LinkedHashMap<String, Object>();
    definition.put("id", Fresh.id("a"));
    definition.put("name", "Rich");
    definition.put("description", "Be rich");
    definition.put("badge_type", "gold");
    definition.put("rarity", "legendary");
    definition.put("points", points);
    definition.put("criteria", Map.of("type", "points", "threshold", threshold));
    return definition;
  }

  private static ValidatableResponse put(Object definitions) {
    return as("root", "operator").body(Api.text(definitions)).put("/api/achievements").then();
  }
}
