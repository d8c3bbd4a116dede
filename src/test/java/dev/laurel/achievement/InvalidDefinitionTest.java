package dev.laurel.achievement;

import static dev.laurel.testing.Api.as;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.laurel.testing.AchievementJson;
import dev.laurel.testing.Api;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class InvalidDefinitionTest {
  private static final Map<String, Object> COUNTER = Map.of("type", "streak", "threshold", 3);

  static Stream<Arguments> wrongValues() {
    return Stream.of(
        arguments("id", null),
        arguments("id", ""),
        arguments("id", 7),
        arguments("id", "x".repeat(65)),
        arguments("name", null),
        arguments("name", "x".repeat(201)),
        arguments("description", " "),
        arguments("badge_type", "a\u0000"),
        arguments("rarity", "mythical"),
        arguments("points", -1),
        arguments("points", 1.505),
        arguments("points", 1_000_001),
        arguments("criteria", null),
        arguments("criteria", "streak"),
        arguments("active", "yes"),
        arguments("picture", "http://example.org/a.png"),
        arguments("picture", "https://example.org/a b.png"),
        arguments("class_id", "c1"),
        arguments("announce", "loudly"));
  }

  @ParameterizedTest
  @MethodSource("wrongValues")
  void aWrongValueIsNamed(String field, Object value) {
    // Given
    var definition = valid();
    definition.put(field, value);

    // Then
    put(List.of(definition), "[0]." + field);
  }

  static Stream<Arguments> wrongCriteria() {
    return Stream.of(
        arguments("type", Map.of("threshold", 1)),
        arguments("type", Map.of("type", "luck", "threshold", 1)),
        arguments("threshold", Map.of("type", "streak")),
        arguments("threshold", Map.of("type", "streak", "threshold", 0)),
        arguments("threshold", Map.of("type", "streak", "threshold", "3")),
        arguments("type", Map.of("type", "streak", "threshold", 3, "any_of", List.of(COUNTER))),
        arguments("metric", Map.of("type", "metric", "threshold", 3)),
        arguments("metric", Map.of("type", "streak", "threshold", 3, "metric", "lines")),
        arguments("metric", Map.of("type", "metric", "threshold", 3, "metric", "a b")),
        arguments("kind", Map.of("type", "streak", "threshold", 3, "kind", "exam")),
        arguments(
            "problem_ids", Map.of("type", "streak", "threshold", 3, "problem_ids", List.of())),
        arguments("hours.to", narrowed("hours", Map.of("from", 3, "to", 3))),
        arguments("hours.from", narrowed("hours", Map.of("from", 24, "to", 3))),
        arguments(
            "until", narrowed("until", "2026-01-01T00:00:00Z", "from", "2026-01-01T00:00:00Z")),
        arguments("any_of", Map.of("any_of", List.of())),
        arguments(
            "any_of[1].threshold", Map.of("any_of", List.of(COUNTER, Map.of("type", "streak")))),
        arguments(
            "all_of[0].any_of[0].type",
            Map.of("all_of", List.of(Map.of("any_of", List.of(Map.of()))))),
        arguments("n", Map.of("n_of", List.of(COUNTER))),
        arguments("n", Map.of("n_of", List.of(COUNTER), "n", 2)),
        arguments("n", Map.of("any_of", List.of(COUNTER), "n", 1)),
        arguments("tag", Map.of("any_of", List.of(COUNTER), "tag", "loops")),
        arguments("all_of[0].all_of[0].all_of[0].all_of", nested(4)));
  }

  private static Map<String, Object> narrowed(Object... fields) {
    var criteria = new LinkedHashMap<String, Object>(COUNTER);
    for (int i = 0; i < fields.length; i += 2) {
      criteria.put((String) fields[i], fields[i + 1]);
    }
    return criteria;
  }

  private static Map<String, Object> nested(int depth) {
    return depth == 0 ? COUNTER : Map.of("all_of", List.of(nested(depth - 1)));
  }

  @Test
  void tooManyCountersAreRefused() {
    // Given
    var ten = Map.of("any_of", Collections.nCopies(10, COUNTER));
    var definition = valid();
    definition.put("criteria", Map.of("all_of", List.of(ten, ten, COUNTER)));

    // Then
    put(List.of(definition), "[0].criteria");
  }

  @Test
  void aWrongTextOfALanguageIsNamed() {
    // Given
    var definition = valid();
    definition.put("texts", Map.of("de", Map.of("name", "Fleißig")));

    // Then
    put(List.of(definition), "[0].texts[de].description");
  }

  @ParameterizedTest
  @MethodSource("wrongCriteria")
  void aWrongCriterionIsNamed(String field, Object criteria) {
    // Given
    var definition = valid();
    definition.put("criteria", criteria);

    // Then
    put(List.of(valid(), definition), "[1].criteria." + field);
  }

  @Test
  void anIdListedTwiceIsNamed() {
    // Given
    var definition = valid();

    // Then
    put(List.of(definition, valid(), definition), "[2].id");
  }

  @Test
  void aListWithAnInvalidDefinitionChangesNothing() {
    // Given
    var good = valid();
    var bad = valid();
    bad.put("points", -1);

    // When
    put(List.of(good, bad), "[1].points");

    // Then
    as("root", "operator").get("/api/achievements").then().body("id", not(hasItem(good.get("id"))));
  }

  @Test
  void anEmptyListIsRefused() {
    as("root", "operator").body("[]").put("/api/achievements").then().statusCode(400);
  }

  @Test
  void anObjectInsteadOfAListIsRefused() {
    as("root", "operator").body(Api.text(valid())).put("/api/achievements").then().statusCode(400);
  }

  @Test
  void aStudentMayNotDefineAchievements() {
    as("student").body(Api.text(List.of(valid()))).put("/api/achievements").then().statusCode(403);
  }

  @Test
  void aGraderMayNotDefineAchievements() {
    as("autograder", "grader")
        .body(Api.text(List.of(valid())))
        .put("/api/achievements")
        .then()
        .statusCode(403);
  }

  private static Map<String, Object> valid() {
    var definition =
        AchievementJson.of(Fresh.id("a"), 5, Map.of("type", "streak", "threshold", 1_000));
    definition.put("active", false);
    return definition;
  }

  private static void put(Object definitions, String field) {
    as("root", "operator")
        .body(Api.text(definitions))
        .put("/api/achievements")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("errors.field.unique()", contains(field));
  }
}
