package dev.laurel.notification;

import static dev.laurel.testing.Api.as;
import static dev.laurel.testing.Api.frames;
import static dev.laurel.testing.Api.me;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.laurel.testing.Api;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class UserNotificationsTest {
  private static final Map<String, Object> STREAK =
      Map.of("type", "streak_update", "current_streak", 5, "streak_type", "daily");

  private static final Map<String, Object> RANK =
      Map.of(
          "type",
          "rank_change",
          "old_rank",
          5,
          "new_rank",
          3,
          "leaderboard_type",
          "class",
          "class_id",
          "cs");

  private static final Map<String, Object> ACHIEVEMENT =
      Map.of(
          "id", "helper",
          "name", "Helper",
          "description", "Answer a question in the forum",
          "badge_type", "forum",
          "rarity", "rare",
          "earned_at", "2026-11-23T01:00:00Z");

  private final String user = Fresh.id("u");

  static Stream<Map<String, Object>> kinds() {
    return Stream.of(
        Map.of("type", "achievement_earned", "achievement", ACHIEVEMENT, "points_earned", 50),
        Map.of(
            "type",
            "points_update",
            "old_points",
            100,
            "new_points",
            200,
            "points_earned",
            100,
            "source",
            "forum"),
        Map.of(
            "type",
            "practice_completed",
            "question_title",
            "Array Basics",
            "points_earned",
            100,
            "attempt_number",
            1,
            "percent",
            12.5,
            "regraded",
            true),
        Map.of(
            "type",
            "assignment_submitted",
            "assignment_title",
            "Sorting",
            "points_earned",
            80,
            "score",
            92.5,
            "percent",
            92.5),
        Map.of("type", "assignment_submitted", "assignment_title", "Sorting", "points_earned", 80),
        RANK,
        Map.of("type", "announcement", "title", "Exam", "text", "On Monday", "class_id", "cs"),
        Map.of("type", "announcement", "title", "Exam", "text", "On Monday"),
        STREAK);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyKindOfFrameIsAppended(Map<String, Object> frame) {
    // When
    var told = Api.parse(tell(frame).statusCode(201).extract().asString());

    // Then
    assertEquals(List.of(told), frames(user));
    assertEquals(1, told.get("seq"));
    told.remove("seq");
    Instant.parse((String) told.remove("sent_at"));
    assertEquals(frame, told);
  }

  @Test
  void aPointsUpdateChangesNoPoints() {
    // When
    tell(
        Map.of(
            "type",
            "points_update",
            "old_points",
            0,
            "new_points",
            500,
            "points_earned",
            500,
            "source",
            "forum"));

    // Then
    assertEquals(0, me(user).getInt("total_points"));
  }

  @Test
  void anAchievementWithoutATimeIsEarnedNow() {
    // When
    var earned = new LinkedHashMap<>(ACHIEVEMENT);
    earned.remove("earned_at");
    var frame =
        tell(Map.of("type", "achievement_earned", "achievement", earned, "points_earned", 50))
            .statusCode(201)
            .extract()
            .jsonPath();

    // Then
    var earnedAt = Instant.parse(frame.getString("achievement.earned_at"));
    var sentAt = Instant.parse(frame.getString("sent_at"));
    assertTrue(Duration.between(earnedAt, sentAt).abs().toSeconds() < 10, earnedAt::toString);
  }

  @Test
  void missingPointsEarnedAreTheDifference() {
    tell(Map.of("type", "points_update", "old_points", 100, "new_points", 70, "source", "forum"))
        .statusCode(201)
        .body("points_earned", equalTo(-30));
  }

  @Test
  void unknownFieldsAreNamedInTheError() {
    tell(with(STREAK, "seq", 77, "colour", "red"))
        .statusCode(400)
        .body("errors.field", containsInAnyOrder("seq", "colour"));
  }

  @Test
  void theKeyIsNoPartOfTheFrame() {
    tell(with(STREAK, "idempotency_key", "k")).statusCode(201).body("idempotency_key", nullValue());
  }

  @Test
  void aRepeatedKeyAnswersTheFirstFrame() {
    // Given
    var first = tell(with(STREAK, "idempotency_key", "k")).statusCode(201).extract().asString();

    // When
    var second = tell(with(STREAK, "idempotency_key", "k")).statusCode(200).extract().asString();

    // Then
    assertEquals(first, second);
    assertEquals(1, frames(user).size());
  }

  @Test
  void aRepeatedKeyWithAnotherFrameIsRefusedAndNamesTheFields() {
    // Given
    tell(with(STREAK, "idempotency_key", "k")).statusCode(201);

    // When
    var refused = tell(with(STREAK, "idempotency_key", "k", "current_streak", 6));

    // Then
    refused
        .statusCode(409)
        .contentType("application/problem+json")
        .body("errors.field", contains("current_streak"));
    assertEquals(1, frames(user).size());
  }

  @Test
  void aRepeatedAchievementWithoutATimeIsTheSame() {
    // Given
    var achievement =
        Map.of("id", "a", "name", "A", "description", "d", "badge_type", "b", "rarity", "common");
    Map<String, Object> frame =
        Map.of(
            "type",
            "achievement_earned",
            "achievement",
            achievement,
            "points_earned",
            5,
            "idempotency_key",
            "k");
    var first = tell(frame).statusCode(201).extract().asString();

    // Then
    assertEquals(first, tell(frame).statusCode(200).extract().asString());
    tell(with(frame, "points_earned", 6)).statusCode(409);
  }

  @Test
  void usersDoNotShareKeys() {
    // Given
    tell(with(STREAK, "idempotency_key", "k")).statusCode(201);

    // Then
    tell(Fresh.id("u"), with(STREAK, "idempotency_key", "k")).statusCode(201);
  }

  @Test
  void framesWithoutAKeyAreAlwaysAppended() {
    // When
    tell(STREAK).statusCode(201);
    tell(with(STREAK, "idempotency_key", null)).statusCode(201);

    // Then
    assertEquals(2, frames(user).size());
  }

  @Test
  void concurrentRequestsWithOneKeyAppendOneFrame() {
    // When
    var answers =
        Api.join(
            IntStream.range(0, 50)
                .mapToObj(
                    i ->
                        Api.postAsync(
                            "/api/users/" + user + "/notifications",
                            with(STREAK, "idempotency_key", "k")))
                .toList());

    // Then
    assertEquals(
        Map.of(201, 1L, 200, 49L),
        answers.stream().collect(Collectors.groupingBy(Api.Answer::status, Collectors.counting())));
    assertEquals(
        Set.of(frames(user).get(0)),
        answers.stream().map(Api.Answer::json).collect(Collectors.toSet()));
    assertEquals(1, frames(user).size());
  }

  @Test
  void concurrentFramesAreNumberedWithoutGaps() {
    // When
    Api.join(
        IntStream.range(0, 50)
            .mapToObj(i -> Api.postAsync("/api/users/" + user + "/notifications", STREAK))
            .toList());

    // Then
    assertEquals(
        IntStream.rangeClosed(1, 50).boxed().toList(),
        frames(user).stream().map(frame -> frame.get("seq")).toList());
  }

  static Stream<Arguments> wrongValues() {
    var kinds =
        kinds()
            .collect(
                Collectors.toMap(
                    frame -> frame.get("type"), frame -> frame, (first, second) -> first));
    var achievement = kinds.get("achievement_earned");
    var points = kinds.get("points_update");
    var practice = kinds.get("practice_completed");
    var assignment = kinds.get("assignment_submitted");
    return Stream.of(
        arguments(with(achievement, "achievement", null), "achievement"),
        arguments(with(achievement, "achievement", "helper"), "achievement"),
        arguments(
            with(achievement, "achievement", with(ACHIEVEMENT, "id", null)), "achievement.id"),
        arguments(
            with(achievement, "achievement", with(ACHIEVEMENT, "name", "")), "achievement.name"),
        arguments(
            with(achievement, "achievement", with(ACHIEVEMENT, "badge_type", 7)),
            "achievement.badge_type"),
        arguments(
            with(achievement, "achievement", with(ACHIEVEMENT, "rarity", "mythical")),
            "achievement.rarity"),
        arguments(
            with(achievement, "achievement", with(ACHIEVEMENT, "earned_at", "today")),
            "achievement.earned_at"),
        arguments(with(achievement, "points_earned", -1), "points_earned"),
        arguments(with(points, "old_points", null), "old_points"),
        arguments(with(points, "new_points", "200"), "new_points"),
        arguments(with(points, "points_earned", 1.505), "points_earned"),
        arguments(with(points, "source", ""), "source"),
        arguments(with(points, "source", "x".repeat(65)), "source"),
        arguments(with(practice, "question_title", null), "question_title"),
        arguments(with(practice, "question_title", "a\u0000"), "question_title"),
        arguments(with(practice, "attempt_number", 0), "attempt_number"),
        arguments(with(practice, "points_earned", null), "points_earned"),
        arguments(with(assignment, "assignment_title", "x".repeat(301)), "assignment_title"),
        arguments(with(assignment, "score", "A"), "score"),
        arguments(with(STREAK, "current_streak", -1), "current_streak"),
        arguments(with(STREAK, "streak_type", null), "streak_type"),
        arguments(with(RANK, "new_rank", 0), "new_rank"),
        arguments(with(RANK, "leaderboard_type", "season"), "leaderboard_type"),
        arguments(with(RANK, "leaderboard_type", "global"), "class_id"),
        arguments(with(RANK, "class_id", null), "class_id"),
        arguments(with(kinds.get("announcement"), "title", ""), "title"),
        arguments(with(kinds.get("announcement"), "text", null), "text"),
        arguments(with(STREAK, "type", "leaderboard_update"), "type"),
        arguments(with(STREAK, "type", null), "type"),
        arguments(with(STREAK, "type", 7), "type"),
        arguments(with(STREAK, "type", ""), "type"),
        arguments(Map.of("current_streak", 5), "type"),
        arguments(with(STREAK, "idempotency_key", ""), "idempotency_key"),
        arguments(with(STREAK, "idempotency_key", 7), "idempotency_key"),
        arguments(with(STREAK, "idempotency_key", "x".repeat(129)), "idempotency_key"));
  }

  @ParameterizedTest
  @MethodSource("wrongValues")
  void anInvalidValueIsNamedInTheError(Map<String, Object> frame, String field) {
    tell(frame)
        .statusCode(400)
        .contentType("application/problem+json")
        .body("errors.field", contains(field));
    assertEquals(List.of(), frames(user));
  }

  @Test
  void theErrorForAnUnknownTypeNamesTheKnownTypes() {
    tell(Map.of("type", "hello"))
        .statusCode(400)
        .body(
            "errors[0].message",
            equalTo(
                "must be one of achievement_earned, points_update, practice_completed, assignment_submitted,"
                    + " streak_update, achievement_revoked, level_up, appeal_made, appeal_answered, rank_change,"
                    + " announcement"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "\"text\"", "7", "{"})
  void anInvalidBodyIsRefused(String body) {
    as("course", "grader")
        .body(body)
        .post("/api/users/{id}/notifications", user)
        .then()
        .statusCode(400)
        .contentType("application/problem+json");
  }

  @Test
  void aTooLongUserIdIsNamedInTheError() {
    tell("x".repeat(129), STREAK).statusCode(400).body("errors.field", contains("id"));
  }

  @Test
  void studentsMayNotAppendFrames() {
    as(user)
        .body(STREAK)
        .post("/api/users/{id}/notifications", user)
        .then()
        .statusCode(403)
        .contentType("application/problem+json");
  }

  private ValidatableResponse tell(Map<String, Object> frame) {
    return tell(user, frame);
  }

  private static ValidatableResponse tell(String id, Map<String, Object> frame) {
    return as("course", "grader")
        .body(Api.text(frame))
        .post("/api/users/{id}/notifications", id)
        .then();
  }

  private static Map<String, Object> with(Map<String, Object> frame, Object... changes) {
    var changed = new LinkedHashMap<>(frame);
    for (int i = 0; i < changes.length; i += 2) {
      changed.put((String) changes[i], changes[i + 1]);
    }
    return changed;
  }
}
