package dev.laurel.appeal;

import static dev.laurel.testing.Api.accept;
import static dev.laurel.testing.Api.as;
import static dev.laurel.testing.Api.frames;
import static dev.laurel.testing.Api.join;
import static dev.laurel.testing.Api.member;
import static dev.laurel.testing.Api.putRoster;
import static dev.laurel.testing.Api.sendAsync;
import static dev.laurel.testing.Api.text;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SocketClient;
import dev.laurel.testing.SubmissionJson;
import dev.laurel.testing.TestTokens;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class AppealTest {
  private static final String WHY = "Test 3 passed on my machine.";
  private static final String ANSWER = "You are right: the test was wrong.";

  @TestHTTPResource("/")
  URI node;

  private final String ada = Fresh.id("ada");
  private final String bob = Fresh.id("bob");
  private final String teacher = Fresh.id("teacher");
  private final String assistant = Fresh.id("assistant");
  private final String classId = Fresh.id("c");
  private SubmissionJson work;
  private int entry;

  @BeforeEach
  void aResultInAClassOfTwoInstructors() {
    putMembers(
        List.of(
            member(teacher, "instructor"),
            member(assistant, "instructor"),
            member(ada, "student"),
            member(bob, "student")));
    work = SubmissionJson.practice(ada).inClass(classId).score(40);
    accept(work);
    entry = newestEntry(classId);
  }

  @Test
  void anAppealReachesTheSocketsOfAllInstructorsAtOnce() {
    try (var one = open(teacher);
        var other = open(assistant)) {
      // When
      int appeal = make().statusCode(201).body("state", equalTo("open")).extract().path("id");

      // Then
      for (var socket : List.of(one, other)) {
        var frame = socket.await("appeal_made");
        assertEquals(appeal, frame.get("appeal_id").asInt());
        assertEquals(classId, frame.get("class_id").asText());
        assertEquals("CS 101", frame.get("class_name").asText());
      }
    }
  }

  @Test
  void theEventIsKeptUnreadForInstructorsWhoAreAway() {
    // When
    make().statusCode(201);

    // Then
    assertEquals(List.of("appeal_made"), types(teacher));
    as(teacher).get("/api/notifications/unread-count").then().body("count", equalTo(1));
    try (var socket = SocketClient.open(node, "/ws/game/?since=0", TestTokens.of(teacher))) {
      assertEquals(1, socket.await("appeal_made").get("seq").asInt());
    }
  }

  @Test
  void theEventSaysNothingOfTheStudent() {
    // When
    make().statusCode(201);

    // Then
    var frame = text(frames(teacher));
    assertFalse(frame.contains(ada), frame);
    assertFalse(frame.contains("Test 3"), frame);
  }

  @Test
  void theInstructorsReadWhoAsksAboutWhat() {
    // Given
    int appeal = made();

    // Then
    listed("open")
        .body("items.id", contains(appeal))
        .body("items[0].user.id", equalTo(ada))
        .body("items[0].user.username", equalTo("name-" + ada))
        .body("items[0].text", equalTo(WHY))
        .body("items[0].entry.id", equalTo(entry))
        .body("items[0].entry.title", equalTo("Array Basics"))
        .body("items[0].entry.change", equalTo(40))
        .body("items[0].answer", nullValue())
        .body("next", nullValue());
    listed("answered").body("items", empty());
  }

  @Test
  void anAnswerReachesTheStudentAndIsShownWithTheAppeal() {
    // Given
    int appeal = made();
    try (var socket = open(ada)) {
      // When
      answer(appeal, answerOf("accepted", null)).statusCode(200);

      // Then
      var frame = socket.await("appeal_answered");
      assertEquals(appeal, frame.get("appeal_id").asInt());
      assertEquals(entry, frame.get("entry_id").asInt());
      assertEquals("accepted", frame.get("decision").asText());
      assertEquals("Array Basics", frame.get("title").asText());
      assertEquals(ANSWER, frame.get("text").asText());
    }
    mine()
        .body("items.id", contains(appeal))
        .body("items[0].state", equalTo("accepted"))
        .body("items[0].answer.text", equalTo(ANSWER))
        .body("items[0].answer.at", notNullValue())
        .body("items[0].user", nullValue());
    listed("open").body("items", empty());
    listed("answered").body("items.id", contains(appeal));
  }

  @Test
  void anAnswerIsAudited() {
    // Given
    int appeal = made();

    // When
    answer(appeal, answerOf("declined", null)).statusCode(200);

    // Then
    var entries = as("op", "operator").queryParam("limit", 500).get("/api/audit").jsonPath();
    assertEquals(
        List.of("declined " + appeal),
        entries.getList(
            "items.findAll { it.action == 'appeal_answered' && it.actor == '%s' && it.target == '%s' }.detail"
                .formatted(teacher, classId)));
  }

  @Test
  void repeatedAppealsAndAnswersCountOnce() {
    // Given
    int appeal = made();
    answer(appeal, answerOf("accepted", null)).statusCode(200);

    // When
    make().statusCode(200).body("id", equalTo(appeal)).body("answer.text", equalTo(ANSWER));
    answer(appeal, answerOf("accepted", null)).statusCode(200);

    // Then
    assertEquals(List.of("appeal_made"), types(teacher));
    assertEquals(1, types(ada).stream().filter("appeal_answered"::equals).count());
    mine().body("items.id", contains(appeal));
  }

  @Test
  void appealsSentAtOnceAreOne() {
    // When
    var body = text(Map.of("entry_id", entry, "text", WHY));
    var answers =
        join(
            IntStream.range(0, 8)
                .mapToObj(i -> sendAsync("POST", "/api/me/appeals", ada, body))
                .toList());

    // Then
    assertEquals(1, answers.stream().filter(answer -> answer.status() == 201).count());
    assertEquals(7, answers.stream().filter(answer -> answer.status() == 200).count());
    assertEquals(List.of("appeal_made"), types(teacher));
  }

  @Test
  void anEntryHasOneOpenAppeal() {
    // Given
    made();

    // Then
    make(ada, entry, "Something else.").statusCode(409).body("errors.field", contains("text"));
  }

  @Test
  void anAnsweredEntryMayBeAskedAboutAgain() {
    // Given
    answer(made(), answerOf("declined", null)).statusCode(200);

    // Then
    make(ada, entry, "Please look at line 7.").statusCode(201);
  }

  @Test
  void anotherAnswerToAnAnsweredAppealIsRefused() {
    // Given
    int appeal = made();
    answer(appeal, answerOf("accepted", null)).statusCode(200);

    // Then
    answer(appeal, answerOf("declined", null))
        .statusCode(409)
        .body("errors.field", contains("decision"));
    mine().body("items[0].state", equalTo("accepted"));
  }

  @Test
  void anAnswerNamesTheCorrectionOfThePoints() {
    // Given
    int appeal = made();
    as(teacher, "instructor")
        .body(adjustment("a-" + appeal))
        .post("/api/adjustments")
        .then()
        .statusCode(201);

    // When
    answer(appeal, answerOf("accepted", correction("desk", "a-" + appeal))).statusCode(200);

    // Then
    mine()
        .body("items[0].answer.correction.source", equalTo("desk"))
        .body("items[0].answer.correction.id", equalTo("a-" + appeal));
  }

  @Test
  void anAnswerNamesTheRegradeThatCorrectsThePoints() {
    // Given
    int appeal = made();
    var named = answerOf("accepted", correction("gradebot", work.id()));
    answer(appeal, named).statusCode(400).body("errors.field", contains("correction"));

    // When
    accept(work.regraded(2, 60));

    // Then
    answer(appeal, named).statusCode(200);
  }

  @Test
  void aWithdrawnAppealIsNotListedNorAnswered() {
    // Given
    int appeal = made();

    // When
    withdraw(ada, appeal).statusCode(204);
    withdraw(ada, appeal).statusCode(204);

    // Then
    mine().body("items.state", contains("withdrawn"));
    listed("open").body("items", empty());
    listed("answered").body("items", empty());
    answer(appeal, answerOf("accepted", null)).statusCode(409);
    make().statusCode(201).body("id", not(equalTo(appeal)));
  }

  @Test
  void onlyTheStudentWithdrawsAndOnlyWhatIsOpen() {
    // Given
    int appeal = made();

    // When
    withdraw(bob, appeal).statusCode(204);

    // Then
    listed("open").body("items.id", contains(appeal));
    answer(appeal, answerOf("accepted", null)).statusCode(200);
    withdraw(ada, appeal).statusCode(409);
  }

  @Test
  void entriesOfOthersAndThoseOfNoClassAreRefused() {
    refused(bob, entry, "is no entry of the caller's ledger");
    refused(ada, Integer.MAX_VALUE, "is no entry of the caller's ledger");
    refused(ada, newestEntry(null), "is of no class");
  }

  @Test
  void whoIsNoStudentOfTheClassAnyMoreCannotAskButIsAnswered() {
    // Given
    int appeal = made();
    accept(work.regraded(2, 50));
    int later = newestEntry(classId);

    // When
    putMembers(List.of(member(teacher, "instructor"), member(bob, "student")));

    // Then
    refused(ada, later, "is of a class of which the caller is no student");
    listed("open").body("items.id", contains(appeal)).body("items[0].user.id", equalTo(ada));
    answer(appeal, answerOf("declined", null)).statusCode(200);
    assertTrue(types(ada).contains("appeal_answered"));
  }

  @Test
  void whoOnlyObservesTheClassNowCannotAsk() {
    // When
    putMembers(List.of(member(teacher, "instructor"), member(ada, "observer")));

    // Then
    refused(ada, entry, "is of a class of which the caller is no student");
  }

  @Test
  void anArchivedClassTakesNoAppealsButAnswersThem() {
    // Given
    int appeal = made();
    accept(work.regraded(2, 50));

    // When
    as(teacher, "instructor").put("/api/classes/{id}/archive", classId).then().statusCode(204);

    // Then
    refused(ada, newestEntry(classId), "is of an archived class");
    make().statusCode(200).body("id", equalTo(appeal));
    answer(appeal, answerOf("accepted", null)).statusCode(200);
  }

  @Test
  void aClassWithoutInstructorsTakesNoAppeals() {
    // Given
    var untaught = Fresh.id("c");
    accept(SubmissionJson.practice(bob).inClass(untaught));
    int other = ledger(bob, untaught).getInt("items[0].id");

    // Then
    refused(bob, other, "is of a class that has no instructors");
  }

  @Test
  void instructorsWhoComeLaterFindOpenAppealsAndThoseWhoLeaveDoNot() {
    // Given
    int appeal = made();
    var newcomer = Fresh.id("newcomer");

    // When
    putMembers(
        List.of(
            member(teacher, "instructor"), member(newcomer, "instructor"), member(ada, "student")));

    // Then
    as(newcomer, "instructor")
        .get("/api/classes/{id}/appeals", classId)
        .then()
        .body("items.id", contains(appeal));
    as(assistant, "instructor").get("/api/classes/{id}/appeals", classId).then().statusCode(403);
  }

  @Test
  void anAppealOfAnotherClassIsUnknown() {
    // Given
    int appeal = made();
    var other = Fresh.id("c");
    putRoster(teacher, other, "UTC", List.of(member(teacher, "instructor"))).then().statusCode(204);

    // Then
    as(teacher, "instructor")
        .body(answerOf("accepted", null))
        .put("/api/classes/{id}/appeals/{appeal}/answer", other, appeal)
        .then()
        .statusCode(404);
    listed("open").body("items.id", contains(appeal));
  }

  @Test
  void aStudentMakesAtMostTenAppealsADay() {
    // Given
    int appeal = made();
    for (int i = 1; i < 10; i++) {
      withdraw(ada, appeal).statusCode(204);
      appeal = made();
    }
    withdraw(ada, appeal).statusCode(204);

    // Then
    make().statusCode(429).header("Retry-After", notNullValue());
    assertEquals(10, frames(teacher).size());
  }

  @Test
  void pagesFollowEachOther() {
    // Given
    var ids = new ArrayList<Integer>();
    for (int i = 0; i < 3; i++) {
      accept(SubmissionJson.practice(ada).inClass(classId));
      ids.add(0, make(ada, newestEntry(classId), WHY).statusCode(201).extract().path("id"));
    }

    // Then
    for (var path : List.of("/api/me/appeals", "/api/classes/" + classId + "/appeals")) {
      var reader = path.contains("classes") ? teacher : ada;
      var first = as(reader, "instructor").queryParam("limit", 2).get(path).jsonPath();
      var second =
          as(reader, "instructor")
              .queryParam("limit", 2)
              .queryParam("before", first.getInt("next"))
              .get(path)
              .jsonPath();
      assertEquals(ids.subList(0, 2), first.getList("items.id"));
      assertEquals(ids.subList(2, 3), second.getList("items.id"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "entry_id, '{\"text\":\"T\"}'",
    "text, '{\"entry_id\":1}'",
    "text, '{\"entry_id\":1,\"text\":\"\"}'",
    "text, '{\"entry_id\":1,\"text\":\"LONG\"}'",
    "entry_id, '{\"entry_id\":\"x\",\"text\":\"T\"}'"
  })
  void anInvalidAppealIsRefusedWithItsField(String field, String body) {
    as(ada)
        .body(body.replace("LONG", "x".repeat(1001)))
        .post("/api/me/appeals")
        .then()
        .statusCode(400)
        .body("errors.field", contains(field));
  }

  @ParameterizedTest
  @CsvSource({
    "decision, '{\"text\":\"T\"}'",
    "decision, '{\"decision\":\"open\",\"text\":\"T\"}'",
    "text, '{\"decision\":\"accepted\"}'",
    "text, '{\"decision\":\"accepted\",\"text\":\"LONG\"}'",
    "correction.id, '{\"decision\":\"accepted\",\"text\":\"T\",\"correction\":{\"source\":\"s\"}}'"
  })
  void anInvalidAnswerIsRefusedWithItsField(String field, String body) {
    answer(made(), body.replace("LONG", "x".repeat(1001)))
        .statusCode(400)
        .body("errors.field", contains(field));
  }

  @Test
  void anUnknownStateIsRefused() {
    listed("new", 400).body("errors.field", contains("state"));
  }

  private SocketClient open(String user) {
    return SocketClient.open(node, "/ws/game/", TestTokens.of(user));
  }

  private void putMembers(List<Map<String, String>> members) {
    putRoster(teacher, classId, "UTC", members).then().statusCode(204);
  }

  private int made() {
    return make().statusCode(201).extract().path("id");
  }

  private ValidatableResponse make() {
    return make(ada, entry, WHY);
  }

  private static ValidatableResponse make(String user, int entry, String text) {
    return as(user).body(Map.of("entry_id", entry, "text", text)).post("/api/me/appeals").then();
  }

  private static void refused(String user, int entry, String reason) {
    make(user, entry, WHY)
        .statusCode(400)
        .body("errors.field", contains("entry_id"))
        .body("errors[0].message", containsString(reason));
  }

  private static ValidatableResponse withdraw(String user, int appeal) {
    return as(user).delete("/api/me/appeals/{id}", appeal).then();
  }

  private ValidatableResponse answer(int appeal, Object body) {
    return as(teacher, "instructor")
        .body(text(body))
        .put("/api/classes/{id}/appeals/{appeal}/answer", classId, appeal)
        .then();
  }

  private static String answerOf(String decision, Map<String, String> correction) {
    return correction == null
        ? text(Map.of("decision", decision, "text", ANSWER))
        : text(Map.of("decision", decision, "text", ANSWER, "correction", correction));
  }

  private static Map<String, String> correction(String source, String id) {
    return Map.of("source", source, "id", id);
  }

  private Map<String, Object> adjustment(String id) {
    return Map.of(
        "source",
        "desk",
        "id",
        id,
        "user_id",
        ada,
        "class_id",
        classId,
        "points",
        5,
        "reason",
        "Test 3 was wrong");
  }

  private ValidatableResponse listed(String state) {
    return listed(state, 200);
  }

  private ValidatableResponse listed(String state, int status) {
    return as(teacher, "instructor")
        .queryParam("state", state)
        .get("/api/classes/{id}/appeals", classId)
        .then()
        .statusCode(status);
  }

  private ValidatableResponse mine() {
    return as(ada).get("/api/me/appeals").then().statusCode(200);
  }

  private int newestEntry(String of) {
    return ledger(ada, of).getInt("items[0].id");
  }

  private static JsonPath ledger(String user, String of) {
    var request = as(user);
    if (of != null) {
      request.queryParam("class_id", of);
    }
    return request.get("/api/me/ledger").jsonPath();
  }

  private static List<String> types(String user) {
    return frames(user).stream().map(frame -> (String) frame.get("type")).toList();
  }
}
