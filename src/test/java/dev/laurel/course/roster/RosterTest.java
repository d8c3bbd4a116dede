package dev.laurel.course.roster;

import static dev.laurel.testing.Api.accept;
import static dev.laurel.testing.Api.as;
import static dev.laurel.testing.Api.classBoard;
import static dev.laurel.testing.Api.me;
import static dev.laurel.testing.Api.member;
import static dev.laurel.testing.Api.putRoster;
import static dev.laurel.testing.Api.students;
import static dev.laurel.testing.Api.submit;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.laurel.testing.Api;
import dev.laurel.testing.Api.Answer;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.Json;
import dev.laurel.testing.SubmissionJson;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
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
class RosterTest {
  /** The points of the achievement for a first completed problem. */
  private static final int FIRST_STEPS = 10;

  private final String classId = Fresh.id("c");
  private final String alice = Fresh.id("alice");
  private final String bob = Fresh.id("bob");
  private final String teacher = Fresh.id("teacher");

  @Test
  void aRosterCreatesItsClassAndMembers() {
    // When
    putRoster(teacher, classId, "UTC", students(alice)).then().statusCode(204);

    // Then
    assertEquals(List.of(), classBoard(classId, alice).getList("entries"));
    assertEquals("name-" + alice, me(alice).getString("user.username"));
  }

  @Test
  void aRosterReplacesTheOneBefore() {
    // Given
    putRoster(teacher, classId, "UTC", students(alice)).then().statusCode(204);

    // When
    putRoster(teacher, classId, "UTC", students(bob)).then().statusCode(204);

    // Then
    classBoard(classId, bob);
    assertSeesNothing(alice);
  }

  @Test
  void aFormerMemberIsNotOnTheClassBoard() {
    // Given
    accept(SubmissionJson.practice(alice).inClass(classId));
    accept(SubmissionJson.practice(bob).inClass(classId).score(70));

    // When
    putRoster(teacher, classId, "UTC", students(bob)).then().statusCode(204);

    // Then
    assertEquals(List.of(bob), classBoard(classId, bob).getList("entries.user.id"));
    assertSeesNothing(alice);
  }

  @Test
  void aReturningMemberHasTheirPointsAgain() {
    // Given
    accept(SubmissionJson.practice(alice).inClass(classId));
    putRoster(teacher, classId, "UTC", students(bob)).then().statusCode(204);

    // When
    putRoster(teacher, classId, "UTC", students(alice, bob)).then().statusCode(204);

    // Then
    assertEquals(List.of(alice), classBoard(classId, bob).getList("entries.user.id"));
    assertEquals(List.of(80), classBoard(classId, bob).getList("entries.total_points"));
  }

  @Test
  void aLateResultCountsButDoesNotBringAFormerMemberBack() {
    // Given
    accept(SubmissionJson.practice(alice).inClass(classId));
    putRoster(teacher, classId, "UTC", students(bob)).then().statusCode(204);

    // When
    accept(SubmissionJson.practice(alice).inClass(classId).score(10));

    // Then
    assertSeesNothing(alice);
    assertEquals(List.of(), classBoard(classId, bob).getList("entries"));
    assertEquals(80 + 10 + FIRST_STEPS, me(alice).getInt("total_points"));
  }

  @Test
  void aResultEnrolsAStudentWhomNoRosterHasLeftOut() {
    // Given
    putRoster(teacher, classId, "UTC", students(bob)).then().statusCode(204);

    // When
    accept(SubmissionJson.practice(alice).inClass(classId));

    // Then
    assertEquals(List.of(80), classBoard(classId, alice).getList("entries.total_points"));
  }

  @Test
  void aMemberWhomARosterBroughtBackHasTheLateResultsToo() {
    // Given
    accept(SubmissionJson.practice(alice).inClass(classId));
    putRoster(teacher, classId, "UTC", students(bob)).then().statusCode(204);
    accept(SubmissionJson.practice(alice).inClass(classId).score(10));

    // When
    putRoster(teacher, classId, "UTC", students(alice)).then().statusCode(204);

    // Then
    assertEquals(List.of(90), classBoard(classId, alice).getList("entries.total_points"));
  }

  @Test
  void testStudentsGetAnswersAndAreOnNoBoard() {
    // Given
    putRoster(
            teacher, classId, "UTC", List.of(member(alice, "student"), member(bob, "test_student")))
        .then()
        .statusCode(204);

    // When
    var outcome = accept(SubmissionJson.practice(bob).inClass(classId));
    accept(SubmissionJson.practice(alice).inClass(classId).score(10));

    // Then
    assertEquals(80, outcome.getInt("points_earned"));
    assertEquals(80 + FIRST_STEPS, me(bob).getInt("total_points"));
    assertEquals("practice_completed", Api.frames(bob).get(0).get("type"));
    assertEquals(List.of(alice), classBoard(classId, bob).getList("entries.user.id"));
    assertNull(me(bob).get("global_rank"));
  }

  @Test
  void aStudentWhoBecomesATestStudentLeavesTheBoards() {
    // Given
    accept(SubmissionJson.practice(bob).inClass(classId));

    // When
    putRoster(teacher, classId, "UTC", List.of(member(bob, "test_student"))).then().statusCode(204);

    // Then
    assertEquals(List.of(), classBoard(classId, bob).getList("entries"));
    assertNull(me(bob).get("global_rank"));
  }

  @Test
  void aRosterCannotTakeAnotherClassesStudentOffTheGlobalBoard() {
    // Given
    putRoster(teacher, classId, "UTC", students(alice)).then().statusCode(204);
    accept(SubmissionJson.practice(alice).inClass(classId));

    // When
    putRoster(Fresh.id("rival"), Fresh.id("c"), "UTC", List.of(member(alice, "test_student")))
        .then()
        .statusCode(204);

    // Then
    assertNotNull(me(alice).get("global_rank"));
  }

  @Test
  void instructorsAreOnNoBoard() {
    // Given
    accept(SubmissionJson.practice(alice).inClass(classId));
    accept(SubmissionJson.practice(teacher).inClass(classId));
    assertNotNull(me(teacher).get("global_rank"));

    // When
    putRoster(
            teacher,
            classId,
            "UTC",
            List.of(member(alice, "student"), member(teacher, "instructor")))
        .then()
        .statusCode(204);

    // Then
    assertEquals(List.of(alice), classBoard(classId, alice).getList("entries.user.id"));
    assertNull(me(teacher).get("global_rank"));
  }

  @Test
  void anInstructorsSubmissionKeepsThemOffTheBoards() {
    // Given
    putRoster(teacher, classId, "UTC", List.of(member(teacher, "instructor")))
        .then()
        .statusCode(204);

    // When
    accept(SubmissionJson.practice(teacher).inClass(classId));

    // Then
    assertEquals(List.of(), classBoard(classId, teacher).getList("entries"));
    as(teacher)
        .get("/api/leaderboards/global/me")
        .then()
        .body("user_rank", nullValue())
        .body("user_data", nullValue());
  }

  @Test
  void aFormerInstructorIsOnTheGlobalBoardAgain() {
    // Given
    accept(SubmissionJson.practice(teacher));
    putRoster(teacher, classId, "UTC", List.of(member(teacher, "instructor")))
        .then()
        .statusCode(204);
    assertNull(me(teacher).get("global_rank"));

    // When
    putRoster(teacher, classId, "UTC", List.of()).then().statusCode(204);

    // Then
    assertNotNull(me(teacher).get("global_rank"));
  }

  @Test
  void onlyItsInstructorsChangeAClassThatHasSome() {
    // Given
    putRoster(teacher, classId, "UTC", List.of(member(teacher, "instructor")))
        .then()
        .statusCode(204);

    // Then
    putRoster(Fresh.id("teacher"), classId, "UTC", students(alice)).then().statusCode(403);
    putRoster(teacher, classId, "UTC", students(alice)).then().statusCode(204);
  }

  @Test
  void aStudentOfTheClassWhoTeachesElsewhereDoesNotChangeIt() {
    // Given
    putRoster(
            teacher,
            classId,
            "UTC",
            List.of(member(teacher, "instructor"), member(alice, "student")))
        .then()
        .statusCode(204);

    // Then
    putRoster(alice, classId, "UTC", List.of(member(alice, "instructor"))).then().statusCode(403);
  }

  @Test
  void aStudentMayNotChangeRosters() {
    as(alice)
        .body(Api.text(roster()))
        .put("/api/classes/{id}/roster", classId)
        .then()
        .statusCode(403);
  }

  @Test
  void aGraderMayNotChangeRosters() {
    as(alice, "grader")
        .body(Api.text(roster()))
        .put("/api/classes/{id}/roster", classId)
        .then()
        .statusCode(403);
  }

  @Test
  void aRosterMayBeEmpty() {
    // Given
    putRoster(teacher, classId, "UTC", students(alice)).then().statusCode(204);

    // When
    putRoster(teacher, classId, "UTC", List.of()).then().statusCode(204);

    // Then
    assertSeesNothing(alice);
  }

  @Test
  void aMemberListedTwiceIsNamed() {
    putRoster(teacher, classId, "UTC", students(alice, bob, alice))
        .then()
        .statusCode(400)
        .body("errors.field", contains("members[2].id"));
  }

  @Test
  void idsThatDifferOnlyInCaseOrFormAreNamedAsThoseOfDifferentUsers() {
    // Given
    var upper = alice.toUpperCase(Locale.ROOT);
    accept(SubmissionJson.practice(upper).inClass(classId));

    // When
    var answer = putRoster(teacher, classId, "UTC", students(alice, bob)).then();

    // Then
    answer.statusCode(200).body("similar_ids", hasSize(1));
    answer.body("similar_ids[0]", containsInAnyOrder(alice, upper));
    putRoster(teacher, classId, "UTC", students(alice, bob)).then().statusCode(204);
    classBoard(classId, alice);
    assertSeesNothing(upper);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u3164", "\u2800", "Ada\u202e", "\u2067Ada", "\u200b", "\u0301"})
  void aBlankNameAndOneThatChangesTheDirectionAreRefused(String name) {
    putRoster(
            teacher,
            classId,
            "UTC",
            List.of(Map.of("id", "a", "username", name, "role", "student")))
        .then()
        .statusCode(400)
        .body("errors.field", contains("members[0].username"));
    submit(SubmissionJson.practice(alice).with("user.username", name))
        .statusCode(400)
        .body("errors.field", contains("user.username"));
  }

  static Stream<Arguments> wrongValues() {
    return Stream.of(
        arguments("name", null, "name"),
        arguments("name", "", "name"),
        arguments("name", 7, "name"),
        arguments("name", "x".repeat(201), "name"),
        arguments("time_zone", null, "time_zone"),
        arguments("time_zone", "", "time_zone"),
        arguments("time_zone", "Europe/Atlantis", "time_zone"),
        arguments("time_zone", "a\u0000", "time_zone"),
        arguments("time_zone", 1, "time_zone"),
        arguments("members", null, "members"),
        arguments("members", Map.of(), "members"),
        arguments("members", "alice", "members"),
        arguments("members", Arrays.asList(member("a", "student"), null), "members[1]"),
        arguments("members", List.of("alice"), "members[0]"),
        arguments(
            "members",
            List.of(Map.of("id", "", "username", "a", "role", "student")),
            "members[0].id"),
        arguments(
            "members",
            List.of(Map.of("id", "a\u0000", "username", "a", "role", "student")),
            "members[0].id"),
        arguments("members", List.of(member("a", "teacher")), "members[0].role"),
        arguments("members", List.of(Map.of("id", "a", "role", "student")), "members[0].username"),
        arguments("members", List.of(Map.of("id", "a", "username", "a")), "members[0].role"));
  }

  @ParameterizedTest
  @MethodSource("wrongValues")
  void aWrongValueIsNamed(String name, Object value, String field) {
    // Given
    var roster = roster();
    roster.put(name, value);

    // Then
    as(teacher, "instructor")
        .body(Api.text(roster))
        .put("/api/classes/{id}/roster", classId)
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("errors.field", contains(field));
  }

  @Test
  void anUnknownTimeZoneIsNamed() {
    putRoster(teacher, classId, "Europe/Atlantis", List.of())
        .then()
        .statusCode(400)
        .body("errors[0].message", equalTo("must be a time zone such as Europe/London"));
  }

  @Test
  void aClassWhoseIdIsTooLongIsNamed() {
    putRoster(teacher, "x".repeat(129), "UTC", List.of())
        .then()
        .statusCode(400)
        .body("errors.field", contains("id"));
  }

  @Test
  void aNameOnTheRosterIsTheNameFromThenOn() {
    // Given
    accept(SubmissionJson.practice(alice).inClass(classId));

    // When
    putRoster(
            teacher,
            classId,
            "UTC",
            List.of(Map.of("id", alice, "username", "Alice B.", "role", "student")))
        .then()
        .statusCode(204);

    // Then
    assertEquals(List.of("Alice B."), classBoard(classId, alice).getList("entries.user.username"));
  }

  @Test
  void aUserNotifiedWhileTheyEnrolKeepsTheirName() {
    // Given
    var users = IntStream.range(0, 60).mapToObj(i -> Fresh.id("u")).toList();
    var frame = Map.of("type", "streak_update", "current_streak", 1, "streak_type", "daily");

    // When
    Api.join(
        users.stream()
            .flatMap(
                user ->
                    Stream.of(
                        Api.postAsync("/api/users/" + user + "/notifications", frame),
                        Api.postAsync("/api/submissions", SubmissionJson.practice(user)),
                        Api.postAsync("/api/users/" + user + "/notifications", frame)))
            .toList());

    // Then
    assertEquals(
        users.stream().map(user -> "name-" + user).toList(),
        users.stream().map(user -> me(user).getString("user.username")).toList());
  }

  @Test
  void concurrentRostersAndSubmissionsDoNotDeadlock() {
    // Given
    var users = IntStream.range(0, 30).mapToObj(i -> Fresh.id("u")).toList();
    var requests = new ArrayList<CompletableFuture<Answer>>();

    // When
    for (int i = 0; i < 20; i++) {
      var members = i % 2 == 0 ? users : users.subList(0, 15);
      var roster = roster();
      roster.put("name", "CS " + i);
      roster.put("members", students(members.toArray(String[]::new)));
      requests.add(
          Api.sendAsync(
              "PUT",
              "/api/classes/" + classId + "/roster",
              teacher,
              Api.text(roster),
              "instructor"));
      var batch = new ArrayList<SubmissionJson>();
      for (var user : users) {
        batch.add(0, SubmissionJson.practice(user).inClass(classId));
      }
      requests.add(Api.postAsync("/api/submissions", batch));
      requests.add(
          Api.postAsync(
              "/api/submissions", SubmissionJson.practice(users.get(i)).inClass(classId)));
    }
    var answers = Api.join(requests);

    // Then
    assertEquals(
        Map.of(204, 20L, 200, 20L, 201, 20L),
        answers.stream().collect(Collectors.groupingBy(Answer::status, Collectors.counting())));
    assertEquals(List.of(30), List.of(settledBoard(users).getList("entries").size()));
  }

  private Json settledBoard(List<String> users) {
    putRoster(teacher, classId, "UTC", students(users.toArray(String[]::new)))
        .then()
        .statusCode(204);
    return classBoard(classId, users.get(0));
  }

  private void assertSeesNothing(String user) {
    as(user).get("/api/leaderboards/classes/{id}", classId).then().statusCode(403);
  }

  private static Map<String, Object> roster() {
    var roster = new LinkedHashMap<String, Object>();
    roster.put("name", "CS 101");
    roster.put("time_zone", "UTC");
    roster.put("members", List.of());
    return roster;
  }
}
