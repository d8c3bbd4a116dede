package dev.laurel.rules;

import static dev.laurel.testing.Api.as;
import static dev.laurel.testing.Api.member;
import static dev.laurel.testing.Api.putRoster;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.TestSql;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class RulesTest {
  private static final Map<String, Object> P7 = Map.of("source", "g", "id", "p-7", "points", 12.5);

  @Inject DataSource database;

  private final String teacher = Fresh.id("teacher");
  private final String classId = Fresh.id("c");

  @BeforeEach
  void aClass() {
    putRoster(teacher, classId, "UTC", List.of(member(teacher, "instructor")))
        .then()
        .statusCode(204);
  }

  @Test
  void aClassBeginsWithRulesThatChangeNothing() {
    get()
        .body("version", equalTo(0))
        .body("extra_credit", equalTo(0))
        .body("policy.type", equalTo("best"))
        .body("problems", empty());
  }

  @Test
  void eachChangeRaisesTheVersionAndTheSameAgainDoesNot() {
    put(Map.of("extra_credit", 5)).statusCode(200).body("version", equalTo(1));
    put(Map.of("extra_credit", 5)).statusCode(200).body("version", equalTo(1));
    put(Map.of("problems", List.of(P7))).statusCode(200).body("version", equalTo(2));
    get()
        .body("version", equalTo(2))
        .body("extra_credit", equalTo(0))
        .body("problems[0].points", equalTo(12.5f));
  }

  @Test
  void aChangeOfAnotherVersionThanTheNewestIsRefused() {
    // Given
    put(Map.of("extra_credit", 5));

    // Then
    put(Map.of("version", 0, "extra_credit", 6)).statusCode(409);
    put(Map.of("version", 1, "extra_credit", 6)).statusCode(200).body("version", equalTo(2));
  }

  @Test
  void onlyInstructorsOfTheClassSeeAndChangeItsRules() {
    var stranger = Fresh.id("stranger");
    as(stranger, "instructor").get("/api/classes/{id}/rules", classId).then().statusCode(403);
    as(stranger, "instructor")
        .body(Map.of("extra_credit", 5))
        .put("/api/classes/{id}/rules", classId)
        .then()
        .statusCode(403);
    as(teacher).get("/api/classes/{id}/rules", classId).then().statusCode(403);
  }

  @Test
  void aChangeIsAudited() throws SQLException {
    // When
    put(Map.of("extra_credit", 5));

    // Then
    assertEquals(
        1,
        new TestSql(database)
            .count(
                """
                select count(*) from audit where action = 'class_rules_changed' and target = ?
                  and actor_user_id = ? and detail = 'version 1'""",
                classId,
                teacher));
  }

  static Stream<Arguments> wrongRules() {
    return Stream.of(
        arguments(Map.of("extra_credit", -1), "extra_credit"),
        arguments(Map.of("extra_credit", 1_001), "extra_credit"),
        arguments(Map.of("policy", Map.of("type", "worst")), "policy.type"),
        arguments(Map.of("policy", Map.of("type", "penalty_per_attempt")), "policy.percent"),
        arguments(Map.of("policy", Map.of("type", "best", "floor", 5)), "policy.floor"),
        arguments(Map.of("problems", List.of(Map.of("id", "p"))), "problems[0].source"),
        arguments(Map.of("problems", List.of(P7, P7)), "problems[1].id"),
        arguments(
            Map.of("problems", List.of(Map.of("source", "g", "id", "p", "points", 0.125))),
            "problems[0].points"),
        arguments(Map.of("extra_points", 3), "extra_points"));
  }

  @ParameterizedTest
  @MethodSource("wrongRules")
  void wrongRulesAreRefusedByName(Map<String, Object> rules, String field) {
    put(rules).statusCode(400).body("errors.field", contains(field));
    get().body("version", equalTo(0));
  }

  private ValidatableResponse get() {
    return as(teacher, "instructor").get("/api/classes/{id}/rules", classId).then().statusCode(200);
  }

  private ValidatableResponse put(Map<String, Object> rules) {
    return as(teacher, "instructor").body(rules).put("/api/classes/{id}/rules", classId).then();
  }
}
