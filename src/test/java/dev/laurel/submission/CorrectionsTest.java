package dev.laurel.submission;

import static dev.laurel.testing.Api.accept;
import static dev.laurel.testing.Api.as;
import static dev.laurel.testing.Api.classBoard;
import static dev.laurel.testing.Api.frames;
import static dev.laurel.testing.Api.me;
import static dev.laurel.testing.Api.postAsync;
import static dev.laurel.testing.Api.submit;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SubmissionJson;
import dev.laurel.testing.TestSql;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Results that are withdrawn, or kept back and released. */
@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class CorrectionsTest {
  private static final Instant NOW = Instant.now();

  @Inject DataSource database;

  private final String ada = Fresh.id("ada");
  private final String classId = Fresh.id("c");
  private final SubmissionJson work = SubmissionJson.practice(ada).inClass(classId).score(40);

  @Test
  void aWithdrawnResultCountsAsIfItHadNeverBeen() {
    // Given
    accept(work);
    accept(work.retried().score(70));

    // When
    var better = accept(work.retried().score(90));
    withdraw(better.getString("submission_id"))
        .statusCode(200)
        .body("points_earned", equalTo(-20))
        .body("total_points", equalTo(80));

    // Then
    assertEquals(List.of(70), classBoard(classId, ada).getList("entries.total_points"));
    assertEquals("withdrawal", lastFrame().get("source"));
    assertEquals(-20, lastFrame().get("points_earned"));
  }

  @Test
  void theDayOfAWithdrawnResultIsNoDayOfAStreak() {
    // Given
    accept(work.score(80).handedIn(NOW.minus(Duration.ofDays(1))));
    var today = work.retried().score(80).handedIn(NOW);
    accept(today);
    assertEquals(2, me(ada).getInt("current_streak"));

    // When
    withdraw(today.id()).statusCode(200);

    // Then
    assertEquals(1, me(ada).getInt("current_streak"));
  }

  @Test
  void aWithdrawalSentAgainChangesNothing() {
    // Given
    accept(work);
    withdraw(work.id()).statusCode(200);
    var before = frames(ada);

    // Then
    withdraw(work.id()).statusCode(200).body("points_earned", equalTo(0));
    assertEquals(before, frames(ada));
  }

  @Test
  void aWithdrawnResultSentAgainStaysWithdrawn() {
    // Given
    accept(work);
    withdraw(work.id()).statusCode(200);

    // Then
    submit(work).statusCode(200).body("outcome", equalTo("duplicate"));
    assertEquals(0, me(ada).getInt("total_points"));
  }

  @Test
  void aLaterRevisionOfAWithdrawnResultCounts() {
    // Given
    accept(work);
    withdraw(work.id()).statusCode(200);

    // When
    accept(work.regraded(2, 60));

    // Then
    assertEquals(70, me(ada).getInt("total_points"));
  }

  @Test
  void aRevisionThatArrivesAfterTheWithdrawalOfALaterOneIsSuperseded() {
    // Given
    accept(work.regraded(2, 60));
    withdraw(work.id()).statusCode(200);

    // Then
    submit(work).statusCode(200).body("outcome", equalTo("superseded"));
    assertEquals(10, me(ada).getInt("total_points"));
  }

  @Test
  void anUnknownResultCannotBeWithdrawn() {
    withdraw(Fresh.id("s")).statusCode(404);
  }

  @Test
  void onlyGradersAndInstructorsOfTheClassWithdraw() {
    // Given
    accept(work);

    // Then
    as(Fresh.id("t"), "instructor")
        .post("/api/submissions/gradebot/" + work.id() + "/withdrawal")
        .then()
        .statusCode(403);
  }

  @Test
  void aHeldResultIsNeitherCountedNorAnnounced() {
    submit(work.with("held", true))
        .statusCode(200)
        .body("outcome", equalTo("held"))
        .body("points_earned", equalTo(0));
    assertEquals(0, me(ada).getInt("total_points"));
    assertEquals(List.of(), frames(ada));
  }

  @Test
  void aReleaseCountsAndAnnouncesAllHeldResultsOfTheProblem() {
    // Given
    var bob = Fresh.id("bob");
    submit(work.with("held", true)).statusCode(200);
    submit(work.retried().with("user.id", bob).score(90).with("held", true)).statusCode(200);

    // When
    release().statusCode(200).body("released", equalTo(2));

    // Then
    assertEquals(List.of(90, 40), classBoard(classId, ada).getList("entries.total_points"));
    assertEquals(
        List.of("points_update"), frames(ada).stream().map(frame -> frame.get("type")).toList());
    release().statusCode(200).body("released", equalTo(0));
  }

  @Test
  void aHeldRegradeReplacesTheResultOnlyWhenItIsReleased() {
    // Given
    accept(work);
    submit(work.regraded(2, 20).with("held", true)).statusCode(200);
    assertEquals(40, me(ada).getInt("total_points"));

    // When
    release().body("released", equalTo(1));

    // Then
    assertEquals(20, me(ada).getInt("total_points"));
  }

  @Test
  void aHeldResultIsReplacedByALaterRevisionThatIsNot() {
    // Given
    submit(work.with("held", true)).statusCode(200);
    accept(work.regraded(2, 30));

    // Then
    release().body("released", equalTo(0));
    assertEquals(30, me(ada).getInt("total_points"));
  }

  @Test
  void aReleaseCountsNoResultThatARegradeOvertookWhileItWaited() throws Exception {
    // Given
    accept(SubmissionJson.practice(ada));
    submit(work.with("held", true)).statusCode(200);
    var sql = new TestSql(database);
    try (var other = sql.transaction()) {
      TestSql.execute(other, "select from learner where id = ? for update", ada);
      var regrade = postAsync("/api/submissions", work.regraded(2, 30));
      await().until(() -> sql.queuedBehind(other) >= 1);

      // When
      var release = postAsync("/api/releases", work());
      await().until(() -> sql.queuedBehind(other) >= 2);
      other.rollback();

      // Then
      assertEquals(201, regrade.join().status());
      assertEquals(Map.of("released", 0), release.join().json());
      assertEquals(List.of(30), classBoard(classId, ada).getList("entries.total_points"));
    }
  }

  @Test
  void aReleaseCountsTheHeldRegradeThatOvertookAResultWhileItWaited() throws Exception {
    // Given
    accept(SubmissionJson.practice(ada));
    submit(work.with("held", true)).statusCode(200);
    var sql = new TestSql(database);
    try (var other = sql.transaction()) {
      TestSql.execute(other, "select from learner where id = ? for update", ada);
      var regrade = postAsync("/api/submissions", work.regraded(2, 30).with("held", true));
      await().until(() -> sql.queuedBehind(other) >= 1);

      // When
      var release = postAsync("/api/releases", work());
      await().until(() -> sql.queuedBehind(other) >= 2);
      other.rollback();

      // Then
      assertEquals(200, regrade.join().status());
      assertEquals(Map.of("released", 1), release.join().json());
      assertEquals(
          1,
          sql.count(
              "select count(*) from submission where submission_id = ? and current and revision = 2",
              work.id()));
    }
  }

  private ValidatableResponse withdraw(String id) {
    return as("autograder", "grader")
        .post("/api/submissions/gradebot/" + id + "/withdrawal")
        .then();
  }

  private ValidatableResponse release() {
    return as("autograder", "grader").body(work()).post("/api/releases").then();
  }

  private Map<String, String> work() {
    return Map.of("class_id", classId, "problem_id", work.problemId());
  }

  private Map<String, Object> lastFrame() {
    var frames = frames(ada);
    return frames.get(frames.size() - 1);
  }

  @Test
  void aReleaseNamesWhatIsMissing() {
    as("autograder", "grader")
        .body(Map.of("class_id", classId))
        .post("/api/releases")
        .then()
        .statusCode(400)
        .body("errors.field", contains("problem_id"));
  }
}
