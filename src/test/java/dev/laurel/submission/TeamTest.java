package dev.laurel.submission;

import static dev.laurel.testing.Api.accept;
import static dev.laurel.testing.Api.as;
import static dev.laurel.testing.Api.classBoard;
import static dev.laurel.testing.Api.frames;
import static dev.laurel.testing.Api.join;
import static dev.laurel.testing.Api.me;
import static dev.laurel.testing.Api.postAsync;
import static dev.laurel.testing.Api.submit;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SubmissionJson;
import dev.laurel.testing.TestSql;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Results of teams. */
@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class TeamTest {
  private static final Instant NOW = Instant.now();

  @Inject DataSource database;

  private final String ada = Fresh.id("ada");
  private final String bob = Fresh.id("bob");
  private final String cy = Fresh.id("cy");
  private final String classId = Fresh.id("c");
  private final SubmissionJson work =
      SubmissionJson.practice(ada).ofTeam(ada, bob).inClass(classId).score(40);

  @Test
  void aTeamsResultCountsForEachMember() {
    // When
    submit(work.score(80))
        .statusCode(201)
        .body("outcome", equalTo("accepted"))
        .body("points_earned", equalTo(160))
        .body("total_points", nullValue())
        .body("achievements", contains("first-steps"))
        .body("members.user_id", contains(ada, bob))
        .body("members.points_earned", contains(80, 80))
        .body("members.total_points", contains(90, 90));

    // Then
    assertEquals(List.of(80, 80), classBoard(classId, ada).getList("entries.total_points"));
    assertEquals(frames(ada), frames(bob));
    assertEquals("name-" + bob, me(bob).getString("user.username"));
  }

  @Test
  void aTeamsResultSentAgainIsADuplicateWhateverTheOrderOfItsMembers() {
    // Given
    var first = accept(work);

    // Then
    submit(work.ofTeam(bob, ada))
        .statusCode(200)
        .body("outcome", equalTo("duplicate"))
        .body("members", equalTo(first.getList("members")));
    assertEquals(40, me(bob).getInt("total_points"));
  }

  @Test
  void theSameRevisionWithOtherMembersIsAConflict() {
    // Given
    accept(work);

    // Then
    submit(work.ofTeam(ada, cy)).statusCode(409).body("errors.field", contains("users"));
    submit(work.ofTeam(ada, bob, cy)).statusCode(409).body("errors.field", contains("users"));
    submit(work.score(41)).statusCode(409).body("errors.field", contains("score"));
  }

  @Test
  void aRevisionWithOtherMembersCountsForThemAndNoLongerForThoseWhoLeft() {
    // Given
    accept(work);

    // When
    submit(work.ofTeam(bob, cy).regraded(2, 45))
        .statusCode(201)
        .body("members.user_id", contains(bob, cy))
        .body("members.points_earned", contains(5, 45));

    // Then
    assertEquals(List.of(0, 45, 45), totals());
    assertEquals("withdrawal", last(ada).get("source"));
    assertEquals(-40, last(ada).get("points_earned"));
  }

  @Test
  void whoReturnsToATeamHasItsResultAgain() {
    // Given
    accept(work);
    accept(work.ofTeam(bob, cy).regraded(2, 45));

    // When
    accept(work.ofTeam(ada, bob).regraded(3, 35));

    // Then
    assertEquals(List.of(35, 35, 0), totals());
  }

  @Test
  void aRevisionIsSilentForMembersForWhomNothingChanges() {
    // Given
    accept(work);
    var before = frames(ada);

    // When
    accept(work.ofTeam(ada, bob, cy).with("revision", 2));

    // Then
    assertEquals(before, frames(ada));
    assertEquals(List.of(40, 40, 40), totals());
  }

  @Test
  void whoJoinsLaterHasHandedTheWorkInWhenTheTeamDid() throws SQLException {
    // Given
    accept(work.handedIn(NOW.minus(Duration.ofDays(3))));

    // When
    accept(work.ofTeam(ada, cy).regraded(2, 45));

    // Then
    assertEquals(
        1,
        new TestSql(database)
            .count(
                "select count(*) from submission where user_id = ? and submitted_at < now() - interval '2 days'",
                cy));
  }

  @Test
  void aRevisionThatArrivesAfterALaterOneIsSupersededForAll() {
    // Given
    accept(work.ofTeam(bob, cy).regraded(2, 45));

    // Then
    submit(work)
        .statusCode(200)
        .body("outcome", equalTo("superseded"))
        .body("points_earned", equalTo(0));
    assertEquals(List.of(0, 45, 45), totals());
    assertTrue(export(ada).contains(work.id()));
  }

  @Test
  void anIdentityBelongsToAUserOrToATeam() {
    // Given
    accept(work);
    var single = SubmissionJson.practice(cy);
    accept(single);

    // Then
    var asUser = work.without("users").with("user", Map.of("id", ada, "username", "Ada"));
    submit(asUser).statusCode(409).body("errors.field", contains("user"));
    submit(asUser.regraded(2, 10)).statusCode(400).body("errors.field", contains("user"));
    submit(single.ofTeam(ada, cy)).statusCode(409).body("errors.field", contains("users"));
    submit(single.ofTeam(ada, cy).regraded(2, 10))
        .statusCode(400)
        .body("errors.field", contains("users"));
  }

  @Test
  void aTeamsResultIsWithdrawnFromAllMembers() {
    // Given
    accept(work);

    // When
    withdraw()
        .statusCode(200)
        .body("points_earned", equalTo(-80))
        .body("total_points", nullValue());

    // Then
    assertEquals(List.of(0, 0, 0), totals());
    withdraw().statusCode(200).body("points_earned", equalTo(0));
    accept(work.regraded(2, 30));
    assertEquals(List.of(30, 30, 0), totals());
  }

  @Test
  void aHeldRevisionChangesTheTeamOnlyWhenItIsReleased() {
    // Given
    accept(work);
    submit(work.ofTeam(bob, cy).regraded(2, 45).with("held", true))
        .statusCode(200)
        .body("outcome", equalTo("held"));
    assertEquals(List.of(40, 40, 0), totals());

    // When
    release().statusCode(200).body("released", equalTo(1));

    // Then
    assertEquals(List.of(0, 45, 45), totals());
    release().body("released", equalTo(0));
  }

  @Test
  void twoReleasesAtOnceReleaseATeamsResultOnceAndTakeItFromNobody() throws Exception {
    // Given
    submit(work.with("held", true)).statusCode(200);
    var sql = new TestSql(database);
    try (var other = sql.transaction()) {
      TestSql.execute(other, "select from learner where id = ? for update", ada);

      // When
      var first = postAsync("/api/releases", toRelease());
      var second = postAsync("/api/releases", toRelease());
      await().until(() -> sql.queuedBehind(other) >= 2);
      other.rollback();

      // Then
      assertEquals(
          Set.of(Map.of("released", 0), Map.of("released", 1)),
          Set.of(first.join().json(), second.join().json()));
    }
    assertEquals(List.of(40, 40, 0), totals());
  }

  @Test
  void whoIsInNoLaterHeldRevisionIsNotReleased() {
    // Given
    submit(work.with("held", true)).statusCode(200);
    submit(work.ofTeam(bob, cy).regraded(2, 45).with("held", true)).statusCode(200);

    // When
    release().body("released", equalTo(1));

    // Then
    assertEquals(List.of(0, 45, 45), totals());
  }

  @Test
  void allResultsOfABatchCountInItsOrder() {
    // Given
    var own = SubmissionJson.practice(bob).without("attempt_number").score(10);
    var ofTeam = own.retried().without("user").ofTeam(ada, bob).score(90);

    // When
    submit(List.of(own, ofTeam, work, work.ofTeam(bob, cy).regraded(2, 45), work))
        .statusCode(200)
        .body("outcome", contains("accepted", "accepted", "accepted", "accepted", "duplicate"))
        .body(
            "[1].members.achievements",
            contains(List.of("first-steps", "first-try"), List.of("first-steps")));

    // Then
    assertEquals(List.of(90 + 20, 90 + 10 + 45, 45), totals());
  }

  @Test
  void anErasedMemberDoesNotComeBackWithTheTeam() {
    // Given
    accept(work);
    as("operator", "operator").delete("/api/users/{id}/data", ada).then().statusCode(204);

    // Then
    submit(work)
        .statusCode(200)
        .body("outcome", equalTo("duplicate"))
        .body("members.user_id", contains(bob));
    submit(work.regraded(2, 48)).statusCode(201).body("members.user_id", contains(bob));
    assertEquals(48, me(bob).getInt("total_points"));
    assertFalse(classBoard(classId, bob).getString("entries").contains(ada));
  }

  @Test
  void thePersonalDataOfAMemberAreTheMembersOwn() {
    // Given
    accept(work);

    // Then
    assertTrue(export(ada).contains(work.id()));
    assertFalse(export(ada).contains(bob));
  }

  @Test
  void revisionsThatArriveAtOnceEndWithTheMembersOfTheNewest() {
    for (int round = 0; round < 5; round++) {
      // Given
      var result = work.retried();
      var revisions =
          IntStream.rangeClosed(1, 6)
              .mapToObj(
                  i ->
                      i % 2 == 0
                          ? result.ofTeam(ada, bob).regraded(i, 20)
                          : result.ofTeam(cy, cy + "2").regraded(i, 20))
              .toList();

      // When
      join(revisions.stream().map(revision -> postAsync("/api/submissions", revision)).toList());

      // Then
      assertEquals(List.of(20, 20, 0), totals());
    }
  }

  @Test
  void whatIsWrongWithATeamIsNamed() {
    refuse(work.without("users"), "user");
    refuse(work.with("user", Map.of("id", ada, "username", "Ada")), "users");
    refuse(work.ofTeam(ada), "users");
    refuse(
        work.with("users", IntStream.range(0, 51).mapToObj(i -> user("u" + i)).toList()), "users");
    refuse(work.ofTeam(ada, bob, ada), "users[2].id");
    refuse(work.with("users", List.of(user(ada), Map.of("id", bob))), "users[1].username");
    refuse(work.without("class_id").with("team", Map.of("id", "t", "name", "T")), "team");
    assertEquals(List.of(0, 0, 0), totals());
  }

  private void refuse(SubmissionJson submission, String field) {
    submit(submission).statusCode(400).body("errors.field", contains(field));
  }

  private static Map<String, String> user(String id) {
    return Map.of("id", id, "username", "name-" + id);
  }

  private List<Integer> totals() {
    var totals = new ArrayList<Integer>();
    List.of(ada, bob, cy).forEach(user -> totals.add(me(user).getInt("total_points")));
    return totals;
  }

  private static Map<String, Object> last(String user) {
    var frames = frames(user);
    return frames.get(frames.size() - 1);
  }

  private static String export(String user) {
    return as(user).get("/api/me/data").then().statusCode(200).extract().asString();
  }

  private ValidatableResponse withdraw() {
    return as("autograder", "grader")
        .post("/api/submissions/gradebot/" + work.id() + "/withdrawal")
        .then();
  }

  private ValidatableResponse release() {
    return as("autograder", "grader").body(toRelease()).post("/api/releases").then();
  }

  private Map<String, String> toRelease() {
    return Map.of("class_id", classId, "problem_id", work.problemId());
  }
}
