package dev.laurel.points;

import static dev.laurel.testing.Api.accept;
import static dev.laurel.testing.Api.classBoard;
import static dev.laurel.testing.Api.frames;
import static dev.laurel.testing.Api.me;
import static dev.laurel.testing.Api.member;
import static dev.laurel.testing.Api.putRoster;
import static dev.laurel.testing.Api.submit;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.laurel.testing.Api;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SubmissionJson;
import dev.laurel.testing.TestSql;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What attempts come to by the rules of their class. */
@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class PoliciesTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  @Inject DataSource database;

  private final String ada = Fresh.id("ada");
  private final String teacher = Fresh.id("teacher");
  private final String classId = Fresh.id("c");
  private final SubmissionJson work =
      SubmissionJson.practice(ada).inClass(classId).with("passed", false);

  @BeforeEach
  void aClass() {
    putRoster(
            teacher, classId, "UTC", List.of(member(ada, "student"), member(teacher, "instructor")))
        .then()
        .statusCode(204);
  }

  @ParameterizedTest
  @CsvSource({
    "{'type':'best'}, 90",
    "{'type':'last'}, 50",
    "{'type':'first'}, 61",
    "{'type':'average'}, 67",
    "{'type':'sum'}, 201",
    "{'type':'penalty_per_attempt'; 'percent':30}, 63",
    "{'type':'penalty_per_attempt'; 'percent':50; 'floor':80}, 72"
  })
  void pointsFollowThePolicyOfTheClassWhateverTheOrderOfArrival(String policy, String points) {
    // Given
    putRules(Map.of("policy", Api.parse(policy.replace('\'', '"').replace(';', ','))));

    // When
    attempt(2, 90);
    attempt(3, 50);
    attempt(1, 61);

    // Then
    assertEquals(points, onBoard());
    assertEquals(points, total());
  }

  @Test
  void aMeanHasTwoDecimals() {
    // Given
    putRules(Map.of("policy", Map.of("type", "average")));

    // When
    attempt(1, 50);
    attempt(2, 51);
    attempt(3, 51);

    // Then
    assertEquals("50.67", onBoard());
  }

  @Test
  void theAttemptThatCountsLastMayTakePointsAwayAndSaysSo() {
    // Given
    putRules(Map.of("policy", Map.of("type", "last")));
    attempt(1, 90);

    // When
    var outcome = accept(work.retried().score(40).with("attempt_number", 2));

    // Then
    assertEquals(-50, outcome.getInt("points_earned"));
    assertEquals(40, last().get("new_points"));
  }

  @Test
  void attemptsThatAreAddedUpFollowRegradesAndWithdrawals() {
    // Given
    putRules(Map.of("policy", Map.of("type", "sum")));
    attempt(1, 60);
    var second = work.retried().score(25).with("attempt_number", 2);
    assertEquals("25", accept(second).getString("points_earned"));
    assertEquals("85", onBoard());

    // When
    accept(second.regraded(2, -10));

    // Then
    assertEquals("50", onBoard());
    assertEquals("50", total());

    // When
    Api.as("gradebot", "grader")
        .post("/api/submissions/gradebot/{id}/withdrawal", second.id())
        .then()
        .statusCode(200);

    // Then
    assertEquals("60", onBoard());
    assertEquals("60", total());
  }

  @Test
  void attemptsAreAddedUpFromThenOnAndBackAgainWhenThePolicyChanges() {
    // Given
    attempt(1, 60);
    attempt(2, 50);

    // When
    putRules(Map.of("policy", Map.of("type", "sum")));

    // Then
    await().untilAsserted(() -> assertEquals("110", onBoard()));
    assertEquals("110", total());

    // When
    putRules(Map.of("policy", Map.of("type", "best")));

    // Then
    await().untilAsserted(() -> assertEquals("60", onBoard()));
    assertEquals("60", total());
  }

  @Test
  void aSumEndsWhereThePointsOfASingleResultDo() {
    // Given
    putRules(Map.of("policy", Map.of("type", "sum"), "extra_credit", 1_000));
    var most = work.with("problem.points", 1_000_000).score(1_100);
    accept(most);
    accept(most.retried());
    assertEquals("11000000", onBoard());

    // When
    var outcome = accept(most.retried().with("points_earned", -1_000_000));

    // Then
    assertEquals(0, outcome.getInt("points_earned"));
    assertEquals("11000000", onBoard());
  }

  @ParameterizedTest
  @CsvSource({
    "{'type':'best'}, 140.55",
    "{'type':'last'}, -7.25",
    "{'type':'average'}, 77.77",
    "{'type':'sum'}, 233.3"
  })
  void pointsThatTheGraderGivesCountInPlaceOfThoseOfTheScore(String policy, String points) {
    // Given
    putRules(
        Map.of(
            "policy",
            Api.parse(policy.replace('\'', '"')),
            "problems",
            List.of(rule(Map.of("points", 300)))));

    // When
    attempt(1, 33.33333333333333);
    give(2, 140.55);
    give(3, -7.25);

    // Then
    assertEquals(points, onBoard());
    assertEquals(points, total());
  }

  private void give(int number, double points) {
    accept(
        work.retried()
            .without("problem.points")
            .with("points_earned", points)
            .with("attempt_number", number)
            .handedIn(NOW.plusSeconds(number))
            .at(NOW.plusSeconds(60)));
  }

  @Test
  void aRegradeWithoutGivenPointsLeavesThemToTheScore() {
    // Given
    accept(work.with("points_earned", 85).score(40));
    assertEquals("85", onBoard());

    // When
    var outcome = accept(work.regraded(2, 40));

    // Then
    assertEquals(-45, outcome.getInt("points_earned"));
    assertEquals("40", onBoard());
    submit(work.without("problem.points").regraded(3, 40))
        .statusCode(400)
        .body("errors.field", contains("problem.points"));
  }

  @Test
  void aRepetitionWithOtherGivenPointsIsAnotherResult() {
    // Given
    var given = work.with("points_earned", 85).score(40);
    accept(given);

    // When
    submit(given).statusCode(200);

    // Then
    submit(given.with("points_earned", 84.99))
        .statusCode(409)
        .body("errors.field", contains("points_earned"));
    submit(work.retried().with("points_earned", 1_000_000.01))
        .statusCode(400)
        .body("errors.field", contains("points_earned"));
  }

  @Test
  void anExerciseMayHaveAPolicyAndAWorthOfItsOwn() {
    // Given
    putRules(
        Map.of(
            "problems", List.of(rule(Map.of("points", 12.5, "policy", Map.of("type", "last"))))));

    // When
    attempt(1, 90);
    attempt(2, 50);
    accept(work.problem(Fresh.id("p"), 100).score(70));

    // Then
    assertEquals("76.3", onBoard());
  }

  @Test
  void aChangeOfAPolicyCountsEverybodyAnewAndIsAnnouncedOnce() {
    // Given
    attempt(1, 90);
    attempt(2, 50);
    var other = work.problem(Fresh.id("p"), 100);
    accept(other.score(80).with("attempt_number", 1));
    accept(other.retried().score(20).with("attempt_number", 2));
    int before = frames(ada).size();

    // When
    putRules(Map.of("policy", Map.of("type", "last")));

    // Then
    await().untilAsserted(() -> assertEquals("70", onBoard()));
    assertEquals("70", total());
    assertEquals(before + 1, frames(ada).size());
    assertEquals("points_update", last().get("type"));
    assertEquals("rules", last().get("source"));
    assertEquals(-100, last().get("points_earned"));
  }

  @Test
  void aChangeOfAWorthCountsEverybodyAnew() {
    // Given
    attempt(1, 90);

    // When
    putRules(Map.of("problems", List.of(rule(Map.of("points", 200)))));

    // Then
    await().untilAsserted(() -> assertEquals("180", onBoard()));
    assertEquals("180", total());
  }

  @Test
  void whatANodeLeftWhenItStoppedIsCountedByAnother() throws SQLException {
    // Given
    attempt(1, 90);
    attempt(2, 50);
    var sql = new TestSql(database);

    // When
    sql.execute(
        "insert into class_rule values (?, 1, '{\"policy\":{\"type\":\"last\"}}', now())", classId);
    sql.execute("insert into recount (class_id, after_user) values (?, '')", classId);

    // Then
    await().untilAsserted(() -> assertEquals("50", onBoard()));
  }

  @Test
  void aLargeClassIsCountedInPartsAndEachStudentHearsOfItOnce() {
    // Given
    var students = IntStream.range(0, 45).mapToObj(i -> Fresh.id("s" + i)).toList();
    submit(
            students.stream()
                .flatMap(
                    student ->
                        Stream.of(90, 50)
                            .map(
                                score ->
                                    work.retried()
                                        .with("user.id", student)
                                        .score(score)
                                        .with("attempt_number", 100 - score)
                                        .at(NOW)))
                .toList())
        .statusCode(200);

    // When
    putRules(Map.of("policy", Map.of("type", "last")));

    // Then
    await()
        .untilAsserted(
            () ->
                assertEquals(
                    Collections.nCopies(45, 50),
                    classBoard(classId, students.get(0)).getList("entries.total_points")));
    for (var student : students) {
      assertEquals(
          1, frames(student).stream().filter(frame -> "rules".equals(frame.get("source"))).count());
    }
  }

  @Test
  void rulesOfAClassDoNotConcernTheResultsOfAnother() {
    // Given
    var elsewhere = Fresh.id("other");
    accept(work.inClass(elsewhere).score(95));
    attempt(1, 90);
    attempt(2, 50);

    // When
    putRules(Map.of("policy", Map.of("type", "last")));

    // Then
    await().untilAsserted(() -> assertEquals("50", onBoard()));
    assertEquals("95", classBoard(elsewhere, ada).getString("entries[0].total_points"));
    assertEquals("95", total());
  }

  @Test
  void extraCreditCountsUpToTheBoundOfTheClass() {
    // Given
    putRules(Map.of("extra_credit", 10));

    // When
    var outcome = accept(work.without("passed").score(110));

    // Then
    assertEquals(110, outcome.getInt("points_earned"));
    assertEquals(List.of("first-steps", "bullseye"), outcome.getList("achievements"));
    submit(work.retried().score(110.01))
        .statusCode(400)
        .body("errors.field", contains("score"))
        .body("errors.message", contains(containsString("110: the class gives up to 10 %")));
  }

  @Test
  void aRefusedScoreEnrolsNobody() throws SQLException {
    // Given
    var elsewhere = Fresh.id("other");

    // When
    submit(work.inClass(elsewhere).score(101)).statusCode(400);

    // Then
    assertEquals(
        0,
        new TestSql(database)
            .count("select count(*) from membership where class_id = ?", elsewhere));
  }

  @Test
  void aNegativeScoreTakesPointsAwayUntilThereIsABetterOne() {
    // When
    var outcome = accept(work.score(-40));

    // Then
    assertEquals(-40, outcome.getInt("points_earned"));
    assertEquals("-40", onBoard());

    // When
    accept(work.retried().score(-10));
    assertEquals("-10", onBoard());
    accept(work.retried().score(0));

    // Then
    assertEquals("0", onBoard());
    submit(work.retried().score(-100.5)).statusCode(400).body("errors.field", contains("score"));
  }

  @Test
  void aRegradeTakesAScoreBelowZero() {
    // Given
    accept(work.score(30));

    // When
    var outcome = accept(work.regraded(2, -30));

    // Then
    assertEquals(-60, outcome.getInt("points_earned"));
    assertEquals("-30", onBoard());
  }

  @Test
  void aProblemWorthNothingIsCompleted() {
    // When
    accept(work.without("passed").with("problem.points", 0).score(100));

    // Then
    var board = classBoard(classId, ada);
    assertEquals(List.of(0), board.getList("entries.total_points"));
    assertEquals(List.of(1), board.getList("entries.completed_problems"));
  }

  private void attempt(int number, double score) {
    accept(
        work.retried()
            .score(score)
            .with("attempt_number", number)
            .handedIn(NOW.plusSeconds(number))
            .at(NOW.plusSeconds(60)));
  }

  private Map<String, Object> rule(Map<String, Object> rule) {
    var fields = new HashMap<String, Object>(rule);
    fields.put("source", "gradebot");
    fields.put("id", work.problemId());
    return fields;
  }

  private void putRules(Map<String, Object> rules) {
    Api.as(teacher, "instructor")
        .body(rules)
        .put("/api/classes/{id}/rules", classId)
        .then()
        .statusCode(200);
  }

  private String onBoard() {
    return classBoard(classId, ada).getString("entries[0].total_points");
  }

  private String total() {
    return me(ada).getString("total_points");
  }

  private Map<String, Object> last() {
    var log = frames(ada);
    return log.get(log.size() - 1);
  }
}
