package dev.laurel.points;

import static dev.laurel.testing.Api.accept;
import static dev.laurel.testing.Api.classBoard;
import static dev.laurel.testing.Api.frames;
import static dev.laurel.testing.Api.me;
import static dev.laurel.testing.Api.member;
import static dev.laurel.testing.Api.putRoster;
import static dev.laurel.testing.Api.submit;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.laurel.testing.Api;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SubmissionJson;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class RegradeTest {
  private final String user = Fresh.id("u");
  private final String classId = Fresh.id("c");
  private final SubmissionJson submission = SubmissionJson.practice(user).score(40);

  @Test
  void aBetterGradeEarnsTheDifference() {
    // Given
    accept(submission);

    // Then
    submit(submission.regraded(2, 45))
        .statusCode(201)
        .body("revision", equalTo(2))
        .body("points_earned", equalTo(5))
        .body("total_points", equalTo(45));
  }

  @Test
  void aWorseGradeTakesPointsAwayAndAnnouncesIt() {
    // Given
    accept(submission);

    // When
    var outcome = accept(submission.regraded(2, 15));

    // Then
    assertEquals(-25, outcome.getInt("points_earned"));
    assertEquals(15, outcome.getInt("total_points"));
    var frame = frames(user, 1).get(0);
    assertEquals("points_update", frame.get("type"));
    assertEquals(40, frame.get("old_points"));
    assertEquals(15, frame.get("new_points"));
    assertEquals(-25, frame.get("points_earned"));
    assertEquals("practice", frame.get("source"));
  }

  @Test
  void anOlderRevisionIsSupersededAndChangesNothing() {
    // Given
    accept(submission.regraded(3, 20));
    var before = frames(user);

    // Then
    submit(submission.regraded(2, 40))
        .statusCode(200)
        .body("outcome", equalTo("superseded"))
        .body("points_earned", equalTo(0))
        .body("total_points", equalTo(20))
        .body("achievements", equalTo(List.of()));
    assertEquals(before, frames(user));
  }

  @Test
  void anOlderRevisionSentAgainIsADuplicate() {
    // Given
    accept(submission);
    accept(submission.regraded(2, 10));

    // Then
    submit(submission)
        .statusCode(200)
        .body("outcome", equalTo("duplicate"))
        .body("points_earned", equalTo(40))
        .body("total_points", equalTo(40));
    assertEquals(10, me(user).getInt("total_points"));
  }

  @Test
  void theNextBestAttemptCountsWhenTheBestIsRegradedDown() {
    // Given
    accept(submission);
    accept(submission.retried().score(25));

    // When
    var outcome = accept(submission.regraded(2, 10));

    // Then
    assertEquals(-15, outcome.getInt("points_earned"));
    assertEquals(25, outcome.getInt("total_points"));
  }

  @Test
  void theResultsOfAnotherSourceDoNotCountWhenTheBestIsRegradedDown() {
    // Given
    accept(submission);
    accept(submission.retried().with("source", "another").score(30));

    // When
    var outcome = accept(submission.regraded(2, 10));

    // Then
    assertEquals(-30, outcome.getInt("points_earned"));
    assertEquals(10 + 30, outcome.getInt("total_points"));
  }

  @Test
  void aRegradeThatStaysBelowTheBestChangesNothing() {
    // Given
    accept(submission);
    var worse = submission.retried().score(25);
    accept(worse);

    // When
    var outcome = accept(worse.regraded(2, 5));

    // Then
    assertEquals(0, outcome.getInt("points_earned"));
    assertEquals(40, outcome.getInt("total_points"));
  }

  @Test
  void everyRevisionReplacesTheOneBefore() {
    // When
    accept(submission);
    accept(submission.regraded(2, 10));
    accept(submission.regraded(7, 30));

    // Then
    assertEquals(30, me(user).getInt("total_points"));
  }

  @Test
  void aRegradeThatFailsTakesTheCompletionAway() {
    // Given
    accept(submission.score(80).inClass(classId));

    // When
    accept(submission.regraded(2, 30).inClass(classId));

    // Then
    assertEquals(List.of(0), classBoard(classId, user).getList("entries.completed_problems"));
  }

  @Test
  void aProblemCompletedByAnotherAttemptStaysCompleted() {
    // Given
    accept(submission.score(80).inClass(classId));
    accept(submission.retried().score(60).inClass(classId));

    // When
    accept(submission.regraded(2, 30).inClass(classId));

    // Then
    assertEquals(List.of(1), classBoard(classId, user).getList("entries.completed_problems"));
    assertEquals(List.of(60), classBoard(classId, user).getList("entries.total_points"));
  }

  @Test
  void pointsMoveToTheClassThatARegradeNames() {
    // Given
    var other = Fresh.id("c");
    accept(submission.inClass(classId));

    // When
    accept(submission.regraded(2, 30).inClass(other));

    // Then
    assertEquals(List.of(0), classBoard(classId, user).getList("entries.total_points"));
    assertEquals(List.of(30), classBoard(other, user).getList("entries.total_points"));
    assertEquals(30, me(user).getInt("total_points"));
  }

  @Test
  void earnedAchievementsSurviveARegrade() {
    // Given
    accept(submission.score(80));

    // When
    var outcome = accept(submission.regraded(2, 0));

    // Then
    assertEquals(10, outcome.getInt("total_points"));
    assertEquals(List.of("first-steps"), me(user).getList("achievements.id"));
  }

  @Test
  void aRegradeMayEarnAnAchievement() {
    // Given
    accept(submission);

    // Then
    submit(submission.regraded(2, 50)).body("achievements", contains("first-steps"));
  }

  @Test
  void aRegradeOfACompletedPracticeIsNoSecondCompletion() {
    // Given
    accept(submission.score(80));

    // When
    accept(submission.regraded(2, 90));

    // Then
    assertEquals(
        List.of("points_update"),
        frames(user, 5).stream().map(frame -> frame.get("type")).toList());
  }

  @Test
  void aRegradeThatChangesNothingIsSilent() {
    // Given
    var assignment = SubmissionJson.assignment(user).score(80);
    accept(assignment);
    var before = frames(user);

    // When
    var outcome = accept(assignment.regraded(2, 80));

    // Then
    assertEquals(0, outcome.getInt("points_earned"));
    assertEquals(before, frames(user));
  }

  @Test
  void anUnchangedRegradeOfAnAssignmentNotifiesNoneOfTwoHundredStudents() {
    // Given
    var assignments =
        Stream.generate(() -> SubmissionJson.assignment(Fresh.id("u")).inClass(classId))
            .limit(200)
            .toList();
    submit(assignments).statusCode(200).body("outcome", everyItem(equalTo("accepted")));
    var member = (String) ((Map<?, ?>) assignments.get(0).fields().get("user")).get("id");
    var board = classBoard(classId, member).getMap("");
    var last = me(member).getInt("last_seq");

    // When
    submit(assignments.stream().map(assignment -> assignment.with("revision", 2)).toList())
        .statusCode(200)
        .body("outcome", everyItem(equalTo("accepted")))
        .body("points_earned", everyItem(equalTo(0)));

    // Then
    assertEquals(board, classBoard(classId, member).getMap(""));
    for (var assignment : assignments) {
      var student = (String) ((Map<?, ?>) assignment.fields().get("user")).get("id");
      assertEquals(last, me(student).getInt("last_seq"));
    }
  }

  @Test
  void aRegradeOfAnAssignmentThatChangesItsScoreIsAnnounced() {
    // Given
    var assignment = SubmissionJson.assignment(user).score(80);
    accept(assignment);
    int seq = me(user).getInt("last_seq");

    // When
    accept(assignment.regraded(2, 80.1));

    // Then
    assertEquals(
        List.of("assignment_submitted"),
        frames(user, seq).stream().map(frame -> frame.get("type")).toList());
  }

  @Test
  void aRegradeWithoutATimeKeepsTheDayOfTheResultItReplaces() {
    // Given
    var old = submission.score(80).at(Instant.now().minus(Duration.ofDays(40)));
    accept(old);
    int seq = me(user).getInt("last_seq");

    // When
    accept(old.regraded(2, 90).without("graded_at"));

    // Then
    assertEquals(0, me(user).getInt("current_streak"));
    assertEquals(
        List.of("points_update"),
        frames(user, seq).stream().map(frame -> frame.get("type")).toList());
  }

  @Test
  void aRegradeWithoutATimeCountsForNoSeasonThatBeganAfterTheWork() {
    // Given
    var teacher = Fresh.id("t");
    putRoster(
            teacher,
            classId,
            "UTC",
            List.of(member(teacher, "instructor"), member(user, "student")))
        .then()
        .statusCode(204);
    var old = submission.inClass(classId).at(Instant.now().minus(Duration.ofDays(40)));
    accept(old);
    String season =
        Api.as(teacher, "instructor")
            .body(
                Api.text(
                    Map.of(
                        "class_id",
                        classId,
                        "name",
                        "This week",
                        "starts_at",
                        Instant.now().minus(Duration.ofDays(5)).toString())))
            .post("/api/seasons")
            .then()
            .statusCode(201)
            .extract()
            .path("id");

    // When
    accept(old.regraded(2, 100).without("graded_at"));

    // Then
    Api.as(user)
        .get("/api/leaderboards/seasons/{id}", season)
        .then()
        .statusCode(200)
        .body("entries", hasSize(0));
  }

  @Test
  void aRegradeInTheBatchOfItsOriginalKeepsItsTime() {
    // Given
    var old = submission.score(80).at(Instant.now().minus(Duration.ofDays(40)));

    // When
    submit(List.of(old, old.regraded(2, 90).without("graded_at")))
        .body("outcome", contains("accepted", "accepted"));

    // Then
    assertEquals(0, me(user).getInt("current_streak"));
  }

  @Test
  void aRegradeNamingAnotherUserIsRejected() {
    // Given
    accept(submission);
    var other = Fresh.id("u");

    // Then
    submit(submission.regraded(2, 100).with("user.id", other))
        .statusCode(400)
        .body("errors.field", contains("user.id"));
    assertEquals(40, me(user).getInt("total_points"));
    assertEquals(0, me(other).getInt("total_points"));
  }

  @Test
  void aRegradeNamingAnotherProblemIsRejected() {
    // Given
    accept(submission);

    // Then
    submit(submission.regraded(2, 100).with("problem.id", Fresh.id("p")))
        .statusCode(400)
        .body("errors.field", contains("problem.id"));
    assertEquals(40, me(user).getInt("total_points"));
  }

  @Test
  void aRejectedRegradeEnrolsNobody() {
    // Given
    accept(submission);
    var other = Fresh.id("u");

    // When
    submit(submission.regraded(2, 100).with("user.id", other).inClass(classId)).statusCode(400);

    // Then
    Api.as(other).get("/api/leaderboards/classes/{id}", classId).then().statusCode(403);
  }

  @Test
  void aRegradeMayChangeTheProblemsPoints() {
    // Given
    accept(submission);

    // When
    var outcome = accept(submission.regraded(2, 40).with("problem.points", 200));

    // Then
    assertEquals(40, outcome.getInt("points_earned"));
    assertEquals(
        Map.of("old_points", 40, "new_points", 80),
        Map.of(
            "old_points", frames(user, 1).get(0).get("old_points"),
            "new_points", frames(user, 1).get(0).get("new_points")));
  }
}
