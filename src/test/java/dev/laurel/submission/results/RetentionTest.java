package dev.laurel.submission.results;

import static dev.laurel.testing.Api.accept;
import static dev.laurel.testing.Api.as;
import static dev.laurel.testing.Api.me;
import static dev.laurel.testing.Api.member;
import static dev.laurel.testing.Api.putRoster;
import static dev.laurel.testing.Api.submit;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.submission.SubmissionConfig;
import dev.laurel.testing.Api;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SubmissionJson;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class RetentionTest {
  @Inject ResultRetention retention;
  @Inject SubmissionConfig config;
  @Inject DataSource database;

  private final String ada = Fresh.id("ada");
  private final String course = Fresh.id("cs");
  private final SubmissionJson old = SubmissionJson.practice(ada).inClass(course);

  @Test
  void resultsAreKeptForeverByDefault() {
    assertTrue(config.retention().isEmpty());
  }

  @Test
  void anOldResultIsDeletedAndItsPointsStay() throws SQLException {
    // Given
    accept(old);
    accept(old.regraded(2, 90));
    age();
    var recent = SubmissionJson.practice(ada);
    accept(recent);
    var before = me(ada).getMap("");
    var board = Api.classBoard(course, ada).getList("entries");

    // When
    prune();

    // Then
    assertEquals(List.of(recent.id()), kept());
    assertEquals(before, me(ada).getMap(""));
    assertEquals(board, Api.classBoard(course, ada).getList("entries"));
  }

  @Test
  void anExpiredSubmissionSentAgainIsADuplicate() throws SQLException {
    // Given
    accept(old);
    age();
    prune();
    var before = me(ada).getMap("");

    // When
    var again = submit(old);

    // Then
    again
        .statusCode(200)
        .body("outcome", equalTo("duplicate"))
        .body("points_earned", equalTo(0))
        .body("total_points", equalTo(before.get("total_points")));
    assertEquals(before, me(ada).getMap(""));
    assertEquals(List.of(), kept());
  }

  @Test
  void anExpiredSubmissionCannotBeRegraded() throws SQLException {
    // Given
    accept(old);
    age();
    prune();

    // When
    var regrade = submit(old.regraded(2, 100));

    // Then
    regrade.statusCode(400).body("errors.field", contains("revision"));
    assertEquals(90, me(ada).getInt("total_points"));
  }

  @Test
  void aRegradeNeverFallsBelowAnExpiredResult() throws SQLException {
    // Given
    accept(old);
    age();
    prune();
    var better = old.retried().score(100);
    accept(better);
    assertEquals(100 + 20, me(ada).getInt("total_points"));

    // When
    accept(better.regraded(2, 10));

    // Then
    assertEquals(80 + 20, me(ada).getInt("total_points"));
    assertEquals(List.of(80), Api.classBoard(course, ada).getList("entries.total_points"));
    assertEquals(List.of(1), Api.classBoard(course, ada).getList("entries.completed_problems"));
  }

  @Test
  void whatAnExpiredResultCountedAsByTheRulesRemainsTheLeast() throws SQLException {
    // Given
    count("last");
    accept(old.score(90));
    accept(old.retried().score(50));
    age();
    prune();
    assertEquals(List.of(50), Api.classBoard(course, ada).getList("entries.total_points"));

    // When
    accept(old.retried().score(30));

    // Then
    assertEquals(List.of(50), Api.classBoard(course, ada).getList("entries.total_points"));

    // When
    accept(old.retried().score(60));

    // Then
    assertEquals(List.of(60), Api.classBoard(course, ada).getList("entries.total_points"));
  }

  @Test
  void attemptsThatAreAddedUpStillAreAfterTheyExpired() throws SQLException {
    // Given
    count("sum");
    var elsewhere = old.retried().inClass(Fresh.id("other")).score(100);
    accept(old.score(60));
    accept(old.retried().score(-20));
    accept(elsewhere);
    age();
    prune();
    var third = old.retried().score(50);

    // When
    accept(third);

    // Then
    assertEquals(List.of(90), Api.classBoard(course, ada).getList("entries.total_points"));
    assertEquals(List.of(1), Api.classBoard(course, ada).getList("entries.completed_problems"));
    assertEquals(100 + 20, me(ada).getInt("total_points"));

    // When
    accept(third.regraded(2, 80));

    // Then
    assertEquals(List.of(120), Api.classBoard(course, ada).getList("entries.total_points"));
    assertEquals(120 + 20, me(ada).getInt("total_points"));

    // When
    age();
    prune();
    accept(old.retried().score(-100));

    // Then
    assertEquals(List.of(20), Api.classBoard(course, ada).getList("entries.total_points"));
    assertEquals(100 + 20, me(ada).getInt("total_points"));
  }

  private void count(String policy) {
    var teacher = Fresh.id("teacher");
    Api.putRoster(
            teacher,
            course,
            "UTC",
            List.of(Api.member(teacher, "instructor"), Api.member(ada, "student")))
        .then()
        .statusCode(204);
    Api.as(teacher, "instructor")
        .body(Map.of("policy", Map.of("type", policy)))
        .put("/api/classes/{id}/rules", course)
        .then()
        .statusCode(200);
  }

  @Test
  void anAttemptIsCountedAfterItsResultExpired() throws SQLException {
    // Given
    var first = old.without("attempt_number").score(10);
    accept(first);
    age();
    prune();

    // When
    var outcome = accept(first.retried().score(90));

    // Then
    assertEquals(List.of("first-steps"), outcome.getList("achievements"));
  }

  @Test
  void aDayStaysActiveAfterItsResultExpired() throws SQLException {
    // Given
    var today = Instant.now();
    accept(old.at(today));
    age();
    prune();
    var other = SubmissionJson.practice(ada).at(today);
    accept(other);

    // When
    accept(other.regraded(2, 0));

    // Then
    assertEquals(1, me(ada).getInt("current_streak"));
  }

  @Test
  void aResultThatAnOpenSeasonCountsIsKept() throws SQLException {
    // Given
    var teacher = Fresh.id("teacher");
    putRoster(
            teacher, course, "UTC", List.of(member(teacher, "instructor"), member(ada, "student")))
        .then()
        .statusCode(204);
    accept(old);
    var season =
        as(teacher, "instructor")
            .body(
                Api.text(
                    Map.of(
                        "class_id",
                        course,
                        "name",
                        "S",
                        "starts_at",
                        Instant.now().minusSeconds(3600).toString())))
            .post("/api/seasons")
            .then()
            .statusCode(201)
            .extract()
            .<String>path("id");
    accept(SubmissionJson.practice(ada).inClass(course));
    age();

    // When
    prune();

    // Then
    assertEquals(2, kept().size());
    as(teacher, "instructor").post("/api/seasons/{id}/close", season).then().statusCode(200);
    prune();
    assertEquals(List.of(), kept());
  }

  @Test
  void manyResultsAreDeletedInChunks() throws SQLException {
    // Given
    submit(
            IntStream.range(0, 25)
                .mapToObj(i -> SubmissionJson.practice(ada).inClass(course))
                .toList())
        .statusCode(200);
    age();

    // When
    var parts = new ArrayList<Integer>();
    retention.prune(horizon(), 10, part -> part == 0 || parts.add(part));

    // Then
    assertEquals(List.of(10, 10, 5), parts);
    assertEquals(List.of(), kept());
  }

  @Test
  void aTeamsResultExpiresForOneMemberAndIsStillRecognised() throws SQLException {
    // Given
    var bob = Fresh.id("bob");
    var ofTeam = old.ofTeam(ada, bob);
    accept(ofTeam);
    age();
    prune();
    assertEquals(List.of(), kept());

    // Then
    submit(ofTeam)
        .statusCode(200)
        .body("outcome", equalTo("duplicate"))
        .body("members.user_id", contains(bob));
    submit(ofTeam.regraded(2, 20)).statusCode(201).body("members.user_id", contains(bob));
    assertEquals(80 + 10, me(ada).getInt("total_points"));
    assertEquals(20 + 10, me(bob).getInt("total_points"));
  }

  @Test
  void aRecentRevisionOfAWithdrawnResultIsKept() throws SQLException {
    // Given
    accept(old);
    as("autograder", "grader")
        .post("/api/submissions/gradebot/" + old.id() + "/withdrawal")
        .then()
        .statusCode(200);
    age();
    accept(old.regraded(2, 60));

    // When
    prune();

    // Then
    assertEquals(List.of(old.id(), old.id()), kept());
  }

  @Test
  void aResultIsKeptUntilItsRevisionThatIsKeptBackIsReleased() throws SQLException {
    // Given
    accept(old);
    age();
    submit(old.regraded(2, 60).with("held", true)).statusCode(200);

    // When
    prune();
    as("autograder", "grader")
        .body(Map.of("class_id", course, "problem_id", old.problemId()))
        .post("/api/releases")
        .then()
        .statusCode(200)
        .body("released", equalTo(1));

    // Then
    assertEquals(60 + 10, me(ada).getInt("total_points"));
  }

  private void age() throws SQLException {
    try (var connection = database.getConnection();
        var statement =
            connection.prepareStatement(
                "update submission set received_at = received_at - interval '400 days' where user_id = ?")) {
      statement.setString(1, ada);
      statement.executeUpdate();
    }
  }

  private List<String> kept() throws SQLException {
    try (var connection = database.getConnection();
        var statement =
            connection.prepareStatement(
                "select submission_id from submission where user_id = ? order by 1")) {
      statement.setString(1, ada);
      var kept = new ArrayList<String>();
      for (var row = statement.executeQuery(); row.next(); ) {
        kept.add(row.getString(1));
      }
      return kept;
    }
  }

  private void prune() {
    retention.prune(horizon(), 100, part -> true);
  }

  private static Instant horizon() {
    return Instant.now().minus(Duration.ofDays(300));
  }
}
