package dev.laurel.submission;

import static dev.laurel.testing.Api.accept;
import static dev.laurel.testing.Api.as;
import static dev.laurel.testing.Api.frames;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SubmissionJson;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class FramesTest {
  @Test
  void theFramesOfASubmissionComeInOrderWithTheirContents() {
    // Given
    var user = Fresh.id("u");

    // When
    accept(SubmissionJson.practice(user).score(100).with("attempt_number", 1));

    // Then
    assertEquals(
        List.of(
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
                100.0),
            points(0, 100, "practice"),
            achievement(
                "first-steps", "First Steps", "Complete your first problem", "first_completion"),
            points(100, 110, "achievement"),
            achievement(
                "first-try",
                "First Try",
                "Complete a problem at the first attempt",
                "first_attempt"),
            points(110, 120, "achievement"),
            achievement(
                "bullseye", "Bullseye", "Reach the full score of a problem", "perfect_score"),
            points(120, 130, "achievement"),
            Map.of(
                "type",
                "streak_update",
                "current_streak",
                1,
                "streak_type",
                "daily",
                "state",
                "safe_today")),
        frames(user).stream().map(FramesTest::content).toList());
  }

  @Test
  void anAssignmentIsAnnouncedAsSubmitted() {
    // Given
    var user = Fresh.id("u");

    // When
    accept(SubmissionJson.assignment(user).with("score", 37.5));

    // Then
    assertEquals(
        List.of(
            Map.of(
                "type",
                "assignment_submitted",
                "assignment_title",
                "Array Basics",
                "points_earned",
                38,
                "score",
                37.5,
                "percent",
                37.5),
            points(0, 38, "assignment")),
        frames(user).stream().map(FramesTest::content).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "66.66666666666667, 66.67",
    "33.333333333333336, 33.33",
    "0.005, 0.01",
    "92.5, 92.5",
    "100, 100.0"
  })
  void aScoreIsSentWithAtMostTwoDecimals(double score, double sent) {
    // Given
    var user = Fresh.id("u");

    // When
    accept(SubmissionJson.assignment(user).score(score));

    // Then
    assertEquals(sent, frames(user).get(0).get("score"));
  }

  @Test
  void theScoreOfAnAssignmentIsSentWithTwoDecimals() {
    // Given
    var user = Fresh.id("u");

    // When
    accept(SubmissionJson.assignment(user).with("score", 66.66666666666667));
    as("back-end", "grader")
        .body(
            """
            {"type":"assignment_submitted","assignment_title":"Essay","points_earned":1,"score":33.333333333333336}""")
        .post("/api/users/{id}/notifications", user)
        .then()
        .statusCode(201);

    // Then
    assertEquals(
        List.of(66.67, 33.33),
        frames(user).stream()
            .filter(frame -> frame.get("type").equals("assignment_submitted"))
            .map(frame -> ((Number) frame.get("score")).doubleValue())
            .toList());
  }

  @Test
  void theFramesOfARegradeSayThatItIsOne() {
    // Given
    var user = Fresh.id("u");
    var submission = SubmissionJson.assignment(user).with("max_score", 30).with("score", 10);
    accept(submission);

    // When
    accept(submission.with("revision", 2).with("score", 20));

    // Then
    var regrade = frames(user, 2).subList(0, 2);
    assertEquals(
        List.of("assignment_submitted", "points_update"),
        regrade.stream().map(frame -> frame.get("type")).toList());
    assertEquals(66.67, regrade.get(0).get("percent"));
    assertEquals(
        List.of(true, true), regrade.stream().map(frame -> frame.get("regraded")).toList());
    assertTrue(frames(user).stream().limit(2).noneMatch(frame -> frame.containsKey("regraded")));
  }

  @Test
  void anAssignmentWithoutPointsIsAnnounced() {
    // Given
    var user = Fresh.id("u");

    // When
    accept(SubmissionJson.assignment(user).score(0));

    // Then
    assertEquals(List.of("assignment_submitted"), types(user));
  }

  @Test
  void aPracticeBelowThePassMarkIsNotCompleted() {
    // Given
    var user = Fresh.id("u");

    // When
    accept(SubmissionJson.practice(user).with("score", 49.9));

    // Then
    assertEquals(List.of("points_update"), types(user));
  }

  @Test
  void aPracticeWithoutPointsAnnouncesNothing() {
    // Given
    var user = Fresh.id("u");

    // When
    accept(SubmissionJson.practice(user).score(0));

    // Then
    assertEquals(List.of(), types(user));
  }

  @Test
  void aPracticeCompletedAgainIsAnnouncedWithoutPoints() {
    // Given
    var user = Fresh.id("u");
    var submission = SubmissionJson.practice(user);
    accept(submission);

    // When
    accept(submission.retried().with("attempt_number", 3));

    // Then
    var last = frames(user, 5);
    assertEquals(1, last.size());
    assertEquals("practice_completed", last.get(0).get("type"));
    assertEquals(0, last.get(0).get("points_earned"));
    assertEquals(3, last.get(0).get("attempt_number"));
  }

  @Test
  void framesAreNumberedWithoutGapsAcrossSubmissions() {
    // Given
    var user = Fresh.id("u");

    // When
    accept(SubmissionJson.practice(user));
    accept(SubmissionJson.assignment(user));

    // Then
    var seqs = frames(user).stream().map(frame -> frame.get("seq")).toList();
    assertEquals(IntStream.rangeClosed(1, 7).boxed().toList(), seqs);
  }

  @Test
  void framesSayWhenTheyWereSent() {
    // Given
    var user = Fresh.id("u");

    // When
    accept(SubmissionJson.practice(user).at("2026-01-05T10:00:00+05:00"));

    // Then
    for (var frame : frames(user)) {
      var sentAt = (String) frame.get("sent_at");
      assertTrue(sentAt.endsWith("Z"), sentAt);
      assertTrue(
          Duration.between(Instant.parse(sentAt), Instant.now()).abs().toSeconds() < 60, sentAt);
    }
  }

  private static List<Object> types(String user) {
    return frames(user).stream().map(frame -> frame.get("type")).toList();
  }

  private static Map<String, Object> points(int before, int after, String source) {
    return Map.of(
        "type",
        "points_update",
        "old_points",
        before,
        "new_points",
        after,
        "points_earned",
        after - before,
        "source",
        source);
  }

  private static Map<String, Object> achievement(
      String id, String name, String description, String badgeType) {
    return Map.of(
        "type",
        "achievement_earned",
        "achievement",
        Map.of(
            "id", id,
            "name", name,
            "description", description,
            "badge_type", badgeType,
            "rarity", "common"),
        "points_earned",
        10);
  }

  /** A frame without its timestamps, which no test can know. */
  @SuppressWarnings("unchecked")
  private static Map<String, Object> content(Map<String, Object> frame) {
    var content = new LinkedHashMap<>(frame);
    content.remove("seq");
    content.remove("sent_at");
    if (content.get("type").equals("streak_update")) {
      Instant.parse((String) content.remove("safe_until"));
      Instant.parse((String) content.remove("lapses_at"));
    }
    content.computeIfPresent(
        "achievement",
        (name, value) -> {
          var achievement = new LinkedHashMap<>((Map<String, Object>) value);
          Instant.parse((String) achievement.remove("earned_at"));
          return achievement;
        });
    return content;
  }
}
