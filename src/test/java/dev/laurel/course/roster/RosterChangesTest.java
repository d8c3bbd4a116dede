package dev.laurel.course.roster;

import static dev.laurel.testing.Api.accept;
import static dev.laurel.testing.Api.as;
import static dev.laurel.testing.Api.classBoard;
import static dev.laurel.testing.Api.member;
import static dev.laurel.testing.Api.putRoster;
import static dev.laurel.testing.Api.students;
import static dev.laurel.testing.Api.text;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SubmissionJson;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rosters that are read, changed in part, previewed, and sent as CSV. */
@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class RosterChangesTest {
  private final String classId = Fresh.id("c");
  private final String alice = Fresh.id("alice");
  private final String bob = Fresh.id("bob");
  private final String carol = Fresh.id("carol");
  private final String teacher = Fresh.id("teacher");
  private final String registrar = Fresh.id("sis");

  @BeforeEach
  void aClassOfTwo() {
    putRoster(
            teacher,
            classId,
            "UTC",
            List.of(
                member(teacher, "instructor"), member(alice, "student"), member(bob, "student")))
        .then()
        .statusCode(204);
  }

  @Test
  void aRosterThatWasReadChangesNothingWhenItIsSentBack() {
    // Given
    var roster = as(registrar, "registrar").get(path()).then().statusCode(200).extract().asString();

    // When
    var difference =
        as(registrar, "registrar")
            .queryParam("dry_run", true)
            .body(roster)
            .put(path())
            .then()
            .statusCode(200);

    // Then
    difference
        .body("added", equalTo(List.of()))
        .body("removed", equalTo(List.of()))
        .body("changed", equalTo(List.of()));
  }

  @Test
  void aRegistrarKeepsTheRosterOfAClassThatOthersTeach() {
    // When
    putAsRegistrar(students(alice), Map.of()).statusCode(204);

    // Then
    assertEquals(List.of(alice), members());
  }

  @Test
  void membersAreAddedRemovedAndMoved() {
    // When
    patch(
            Map.of(
                "add", List.of(member(carol, "student")),
                "remove", List.of(bob),
                "move", List.of(Map.of("id", alice, "section", "Monday"))))
        .statusCode(204);

    // Then
    assertEquals(List.of(alice, carol, teacher), members());
    assertEquals("Monday", roster().get("members.find { it.id == '" + alice + "' }.section"));
  }

  @Test
  void whoIsMovedGoesOnHavingTheNameOfTheNewestResult() {
    // Given
    var work = SubmissionJson.practice(carol).inClass(classId);
    accept(work);

    // When
    patch(Map.of("move", List.of(Map.of("id", carol, "section", "Monday")))).statusCode(204);
    accept(work.retried().with("user.username", "Carol"));

    // Then
    assertEquals(List.of("Carol"), classBoard(classId, bob).getList("entries.user.username"));
  }

  @Test
  void aPatchLeavesTheOthersTheirRoles() {
    // When
    patch(Map.of("remove", List.of(bob))).statusCode(204);

    // Then
    assertEquals("instructor", roster().get("members.find { it.id == '" + teacher + "' }.role"));
  }

  @Test
  void everyWrongMemberOfAPatchIsNamed() {
    // When
    var answer =
        patch(
            Map.of(
                "add", List.of(member(carol, "student"), member(carol, "student")),
                "remove", List.of(carol, Fresh.id("stranger")),
                "move", List.of(Map.of("id", Fresh.id("stranger")))));

    // Then
    answer
        .statusCode(400)
        .body("errors.field", contains("add[1].id", "remove[0]", "remove[1]", "move[0].id"));
    assertEquals(List.of(alice, bob, teacher), members());
  }

  @Test
  void aPatchOfAnUnknownClassIs404() {
    as(registrar, "registrar")
        .body("{}")
        .patch("/api/classes/{id}/roster", Fresh.id("c"))
        .then()
        .statusCode(404);
  }

  @Test
  void aListThatIsEmptyByMistakeRemovesNobody() {
    // When
    var answer = putAsRegistrar(List.of(), Map.of("max_removals", 2));

    // Then
    answer.statusCode(409).body("errors.field", contains("max_removals"));
    assertEquals(List.of(alice, bob, teacher), members());
  }

  @Test
  void asManyMembersAsAllowedLeave() {
    // When
    putAsRegistrar(students(alice), Map.of("max_removals", 2)).statusCode(204);

    // Then
    assertEquals(List.of(alice), members());
  }

  @Test
  void aPreviewTellsTheDifferenceAndChangesNothing() {
    // When
    var answer =
        putAsRegistrar(
            List.of(
                member(teacher, "instructor"), member(alice, "observer"), member(carol, "student")),
            Map.of("dry_run", true));

    // Then
    answer
        .statusCode(200)
        .body("added.id", contains(carol))
        .body("removed.id", contains(bob))
        .body("changed.id", contains(alice));
    assertEquals(List.of(alice, bob, teacher), members());
  }

  @Test
  void aTeamThatKeepsItsNameIsNoChangeOfItsMembers() {
    // Given
    var table = "id,username,team,team_name\n%s,ada,t-1,Blue\n%s,bob,t-1,\n".formatted(alice, bob);
    csv(table).statusCode(204);

    // When
    var answer =
        as(registrar, "registrar")
            .contentType("text/csv; charset=utf-8")
            .queryParam("dry_run", true)
            .body(table.replace("Blue", "").replace("bob,t", "Bob,t"))
            .put(path())
            .then();

    // Then
    answer
        .statusCode(200)
        .body("changed.id", contains(bob))
        .body("changed.team_name", contains("Blue"));
  }

  @Test
  void aPreviewCreatesNoClass() {
    // Given
    var unknown = Fresh.id("c");

    // When
    as(teacher, "instructor")
        .queryParam("dry_run", true)
        .body(text(Map.of("name", "New", "time_zone", "UTC", "members", students(alice))))
        .put("/api/classes/{id}/roster", unknown)
        .then()
        .statusCode(200)
        .body("added.id", contains(alice));

    // Then
    as(registrar, "registrar").get("/api/classes/{id}/roster", unknown).then().statusCode(404);
  }

  @Test
  void aWrongRosterCreatesNoClass() {
    // Given
    var unknown = Fresh.id("c");

    // When
    putRoster(teacher, unknown, "UTC", students(alice, alice)).then().statusCode(400);

    // Then
    as(registrar, "registrar").get("/api/classes/{id}/roster", unknown).then().statusCode(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";"})
  void aRosterIsSentAsCsv(String separator) {
    // Given
    var table =
        "\uFEFFid,username,role,section,display_name\n%s,ada,,Monday,\"Ada, Countess\"\n\n%s,Prof,instructor,,\n"
            .formatted(alice, teacher);

    // When
    csv(separator.equals(",") ? table : table.replace("Ada, ", "Ada ").replace(',', ';'))
        .statusCode(204);

    // Then
    assertEquals(List.of(alice, teacher), members());
    assertEquals(List.of("student", "instructor"), roster().getList("members.role"));
    assertEquals("Monday", roster().get("members[0].section"));
  }

  @Test
  void aCsvThatWasReadIsTheSameWhenItIsSentBack() {
    // Given
    var table =
        as(teacher, "instructor")
            .accept("text/csv")
            .get(path())
            .then()
            .statusCode(200)
            .extract()
            .asString();

    // When
    csv(table).statusCode(204);

    // Then
    assertEquals(List.of(alice, bob, teacher), members());
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          'id,usrname\n1,a\n', usrname
          'id,username,role\n1,a,student\n2,b,boss\n', 'members[1].role'
          'id,username\n1,a\n1,b\n', 'members[1].id'
          'id,username\n1,a\n2,b,student\n', 'line 3'
          'id,username,id\n1,a,2\n', id
          'id,username\n1,a\n2,M\uFFFDller\n', 'line 3'
          'id,username\n1,"a\n', 'line 3'
          'id,username,role\n1,,student\n', 'members[0].username'""")
  void wrongCsvIsNamed(String table, String field) {
    // When
    var answer = csv(table.replace("\\n", "\n"));

    // Then
    answer.statusCode(400).body("errors.field", hasItems(field));
    assertEquals(List.of(alice, bob, teacher), members());
  }

  @Test
  void anIdLikeThatOfAnotherMemberIsNamedWhenItIsAdded() {
    // Given
    var upper = alice.toUpperCase(Locale.ROOT);

    // When
    var answer = patch(Map.of("add", List.of(member(upper, "student"))));

    // Then
    answer.statusCode(200).body("similar_ids[0]", containsInAnyOrder(alice, upper));
    patch(Map.of("remove", List.of(bob))).statusCode(204);
  }

  @Test
  void aTableOfAnotherEncodingIsRefused() {
    // Given
    var table = ("id,username,role\n" + alice + ",Müller,student\n").getBytes(ISO_8859_1);

    // When
    var answer = as(teacher, "instructor").contentType("text/csv").body(table).put(path()).then();

    // Then
    answer.statusCode(400).body("errors.field", contains("line 2"));
    assertEquals(List.of(alice, bob, teacher), members());
  }

  @Test
  void aRosterOfAnUnknownFormIsRefused() {
    as(teacher, "instructor")
        .contentType("text/plain")
        .body("id")
        .put(path())
        .then()
        .statusCode(415);
    as(teacher, "instructor").accept("image/png").get(path()).then().statusCode(406);
  }

  @Test
  void boardsOfTheClassShowDisplayNames() {
    // Given
    accept(SubmissionJson.practice(alice).inClass(classId));

    // When
    patch(
            Map.of(
                "add",
                List.of(
                    Map.of(
                        "id",
                        alice,
                        "username",
                        "ada",
                        "role",
                        "student",
                        "display_name",
                        "Ada L."))))
        .statusCode(204);

    // Then
    assertEquals(List.of("Ada L."), classBoard(classId, bob).getList("entries.user.username"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"assistant", "observer"})
  void assistantsAndObserversAreOnNoBoard(String role) {
    // Given
    accept(SubmissionJson.practice(alice).inClass(classId));

    // When
    patch(Map.of("add", List.of(member(alice, role)))).statusCode(204);

    // Then
    assertEquals(List.of(), classBoard(classId, alice).getList("entries"));
  }

  @Test
  void staffOfOneClassAreOnTheBoardOfAnother() {
    // Given
    var other = Fresh.id("c");

    // When
    accept(SubmissionJson.practice(teacher).inClass(other));

    // Then
    assertEquals(List.of(teacher), classBoard(other, teacher).getList("entries.user.id"));
  }

  @Test
  void anAssistantReadsWhatIsHiddenFromStudents() {
    // Given
    accept(SubmissionJson.practice(alice).inClass(classId));
    as(teacher, "instructor")
        .body("{\"names\":\"anonymous\"}")
        .put("/api/classes/{id}/board", classId)
        .then()
        .statusCode(200);

    // When
    patch(Map.of("add", List.of(member(carol, "assistant")))).statusCode(204);

    // Then
    assertEquals(List.of(alice), classBoard(classId, carol).getList("entries.user.id"));
    assertNull(classBoard(classId, carol).get("withheld"));
  }

  @Test
  void anInstructorEndsTheSessionsOfTheirOwnStudents() {
    as(teacher, "instructor")
        .queryParam("token_id", "t")
        .delete("/api/users/{id}/sessions", alice)
        .then()
        .statusCode(204);
    as(teacher, "instructor")
        .queryParam("token_id", "t")
        .delete("/api/users/{id}/sessions", carol)
        .then()
        .statusCode(403);
  }

  private ValidatableResponse putAsRegistrar(List<?> members, Map<String, ?> parameters) {
    return as(registrar, "registrar")
        .queryParams(parameters)
        .body(text(Map.of("name", "CS 101", "time_zone", "UTC", "members", members)))
        .put(path())
        .then();
  }

  private ValidatableResponse patch(Map<String, ?> body) {
    return as(registrar, "registrar").body(text(body)).patch(path()).then();
  }

  private ValidatableResponse csv(String table) {
    return as(teacher, "instructor")
        .contentType("text/csv; charset=utf-8")
        .body(table)
        .put(path())
        .then();
  }

  private JsonPath roster() {
    return as(registrar, "registrar").get(path()).then().statusCode(200).extract().jsonPath();
  }

  private List<String> members() {
    return roster().getList("members.id");
  }

  private String path() {
    return "/api/classes/" + classId + "/roster";
  }
}
