package dev.laurel.points;

import static dev.laurel.testing.Api.accept;
import static dev.laurel.testing.Api.classBoard;
import static dev.laurel.testing.Api.me;
import static dev.laurel.testing.Api.submit;
import static org.hamcrest.Matchers.contains;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SubmissionJson;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class PointsTest {
  private final String user = Fresh.id("u");
  private final String classId = Fresh.id("c");

  @ParameterizedTest
  @CsvSource({
    "5, 1, 2, 3",
    "5, 0.9, 2, 2",
    "100, 37.5, 100, 38",
    "1, 49.9, 100, 0",
    "1, 0.5, 1, 1",
    "3, 1, 3, 1",
    "10, 1.15, 10, 1",
    "1000, 0.0005, 1, 1",
    "1000000, 1000000000, 1000000000, 1000000",
    "0, 10, 10, 0",
    "100, 0, 10, 0"
  })
  void pointsAreTheShareOfTheScoreRoundedHalfUp(int points, double score, double max, int earned) {
    var submission =
        SubmissionJson.practice(user).problem("p", points).score(score).with("max_score", max);
    assertEquals(earned, accept(submission).getInt("points_earned"));
  }

  @ParameterizedTest
  @CsvSource({
    "12.5, 10, 10, 12.5",
    "12.5, 1, 3, 4.2",
    "12.5, 8.1, 10, 10.1",
    "12.25, 1, 3, 4.08",
    "0.01, 0.5, 1, 0.01",
    "9999.99, 1, 1, 9999.99"
  })
  void pointsHaveAsManyDecimalsAsThoseOfTheProblem(
      double points, double score, double max, String earned) {
    var submission =
        SubmissionJson.practice(user)
            .with("problem.points", points)
            .score(score)
            .with("max_score", max);
    assertEquals(earned, accept(submission).getString("points_earned"));
  }

  @Test
  void decimalsAddUpExactlyFromTheSubmissionToTheBoard() {
    // When
    for (int i = 0; i < 3; i++) {
      accept(
          SubmissionJson.practice(user)
              .inClass(classId)
              .with("problem.points", 0.1)
              .with("passed", false)
              .score(99));
    }

    // Then
    assertEquals("0.3", me(user).getString("total_points"));
    assertEquals("0.3", classBoard(classId, user).getString("entries[0].total_points"));
  }

  @ParameterizedTest
  @CsvSource({"0.005", "12.550000000000000000001", "1e-7"})
  void moreThanTwoDecimalsAreRefusedByName(BigDecimal points) {
    submit(SubmissionJson.practice(user).with("problem.points", points))
        .statusCode(400)
        .body("errors.field", contains("problem.points"))
        .body("errors.message", contains("must be a number with at most two decimals"));
  }

  @Test
  void onlyTheImprovementOverTheBestIsEarned() {
    // Given
    var submission = SubmissionJson.practice(user).score(30);

    // Then
    assertEquals(30, accept(submission).getInt("points_earned"));
    assertEquals(0, accept(submission.retried().score(20)).getInt("points_earned"));
    assertEquals(12, accept(submission.retried().score(42)).getInt("points_earned"));
    assertEquals(42, me(user).getInt("total_points"));
  }

  @Test
  void pointsOfDifferentProblemsAddUp() {
    // When
    accept(SubmissionJson.practice(user).score(30));
    var outcome = accept(SubmissionJson.assignment(user).score(15));

    // Then
    assertEquals(45, outcome.getInt("total_points"));
  }

  @Test
  void theClassBoardCountsTheSubmissionsOfTheClassOnly() {
    // Given
    var submission = SubmissionJson.practice(user).score(30);

    // When
    accept(submission.score(45));
    accept(submission.retried().score(30).inClass(classId));
    accept(SubmissionJson.practice(user).score(10).inClass(classId));

    // Then
    assertEquals(List.of(40), classBoard(classId, user).getList("entries.total_points"));
    assertEquals(55, me(user).getInt("total_points"));
  }

  @Test
  void theSameProblemIdOfAnotherSourceIsAnotherProblem() {
    // Given
    var ofA = SubmissionJson.practice(user).problem("1", 50).with("source", Fresh.id("a"));
    var ofB = SubmissionJson.practice(user).problem("1", 50).with("source", Fresh.id("b"));
    accept(ofA.inClass(classId));
    accept(ofB.retried().inClass(Fresh.id("c")).score(20));

    // When
    var outcome = accept(ofB.retried().inClass(classId).score(60));

    // Then
    assertEquals(20, outcome.getInt("points_earned"));
    assertEquals(40 + 30 + 10, outcome.getInt("total_points"));
    var board = classBoard(classId, user);
    assertEquals(List.of(40 + 30), board.getList("entries.total_points"));
    assertEquals(List.of(2), board.getList("entries.completed_problems"));
  }

  @Test
  void theSameProblemIdOfASourceIsTheSameProblemInEveryClass() {
    // Given
    var problem = SubmissionJson.practice(user).inClass(classId);
    accept(problem.score(40));

    // When
    var outcome = accept(problem.retried().inClass(Fresh.id("c")).score(45));

    // Then
    assertEquals(5, outcome.getInt("points_earned"));
    assertEquals(45, outcome.getInt("total_points"));
  }

  @Test
  void pointsOfAchievementsAreNotOnClassBoards() {
    // When
    accept(SubmissionJson.practice(user).score(80).inClass(classId));

    // Then
    assertEquals(List.of(80), classBoard(classId, user).getList("entries.total_points"));
    assertEquals(90, me(user).getInt("total_points"));
  }

  @Test
  void aProblemCompletedTwiceIsOneCompletedProblem() {
    // Given
    var submission = SubmissionJson.practice(user).inClass(classId);

    // When
    accept(submission);
    accept(submission.retried());
    accept(SubmissionJson.practice(user).inClass(classId));
    accept(SubmissionJson.practice(user).inClass(classId).score(10));

    // Then
    assertEquals(List.of(2), classBoard(classId, user).getList("entries.completed_problems"));
  }

  @Test
  void whoReachedEqualPointsFirstIsListedFirstWhenALaterResultArrivesBefore() {
    // Given
    var late = Fresh.id("late");
    var ada = SubmissionJson.practice(user).inClass(classId);
    accept(ada.score(0).at("2026-03-02T12:00:00Z"));
    accept(SubmissionJson.practice(late).inClass(classId).score(80).at("2026-03-02T11:00:00Z"));

    // When
    accept(ada.retried().score(80).at("2026-03-02T10:00:00Z"));

    // Then
    assertEquals(List.of(user, late), classBoard(classId, user).getList("entries.user.id"));
  }

  @Test
  void anEarlierResultWithThePointsThatAreCountedAlreadyMovesItsUserUp() {
    // Given
    var other = Fresh.id("other");
    var ada = SubmissionJson.practice(user).inClass(classId).score(80);
    accept(ada.at("2026-03-02T12:00:00Z"));
    accept(SubmissionJson.practice(other).inClass(classId).score(80).at("2026-03-02T11:00:00Z"));

    // When
    accept(ada.retried().at("2026-03-02T10:00:00Z"));

    // Then
    assertEquals(List.of(user, other), classBoard(classId, user).getList("entries.user.id"));
  }

  @Test
  void pointsThatARegradeTookAwayDoNotDelayThoseThatStay() {
    // Given
    var other = Fresh.id("other");
    accept(SubmissionJson.practice(user).inClass(classId).score(80).at("2026-03-02T10:00:00Z"));
    accept(SubmissionJson.practice(other).inClass(classId).score(80).at("2026-03-02T11:00:00Z"));
    var last = SubmissionJson.practice(user).inClass(classId).score(30).at("2026-03-02T12:00:00Z");
    accept(last);

    // When
    accept(last.regraded(2, 0));

    // Then
    assertEquals(List.of(80, 80), classBoard(classId, user).getList("entries.total_points"));
    assertEquals(List.of(user, other), classBoard(classId, user).getList("entries.user.id"));
  }

  @Test
  void theGradersVerdictOverridesThePassMarkUpwards() {
    // When
    accept(SubmissionJson.practice(user).inClass(classId).score(10).with("passed", true));

    // Then
    assertEquals(List.of(1), classBoard(classId, user).getList("entries.completed_problems"));
  }

  @Test
  void theGradersVerdictOverridesThePassMarkDownwards() {
    // When
    accept(SubmissionJson.practice(user).inClass(classId).score(90).with("passed", false));

    // Then
    assertEquals(List.of(0), classBoard(classId, user).getList("entries.completed_problems"));
  }

  @Test
  void halfTheScoreCompletes() {
    // When
    accept(SubmissionJson.practice(user).inClass(classId).score(50));

    // Then
    assertEquals(List.of(1), classBoard(classId, user).getList("entries.completed_problems"));
  }
}
