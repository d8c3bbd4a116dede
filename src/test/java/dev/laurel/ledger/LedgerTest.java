package dev.laurel.ledger;

import static dev.laurel.testing.Api.accept;
import static dev.laurel.testing.Api.as;
import static dev.laurel.testing.Api.member;
import static dev.laurel.testing.Api.putRoster;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SubmissionJson;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class LedgerTest {
  private final String ada = Fresh.id("ada");
  private final String teacher = Fresh.id("teacher");
  private final String classId = Fresh.id("c");

  @BeforeEach
  void aClass() {
    putRoster(
            teacher, classId, "UTC", List.of(member(teacher, "instructor"), member(ada, "student")))
        .then()
        .statusCode(204);
  }

  @Test
  void aStudentReadsWhatChangedThePointsNewestFirst() {
    // Given
    var work =
        SubmissionJson.practice(ada)
            .inClass(classId)
            .score(40)
            .handedIn(Instant.parse("2026-03-02T10:00:00Z"));
    accept(work);
    accept(work.regraded(2, 80));

    // Then
    var ledger = ledger(null);
    assertEquals(90, ledger.getInt("total_points"));
    assertEquals(List.of("achievement", "regrade", "result"), ledger.getList("items.cause"));
    assertEquals(List.of(10, 40, 40), ledger.getList("items.change"));
    assertEquals(List.of(80, 40, 0), ledger.getList("items.before"));
    assertEquals(List.of(90, 80, 40), ledger.getList("items.after"));
    assertEquals("first-steps", ledger.getString("items[0].achievement_id"));
    assertEquals(work.id(), ledger.getString("items[1].submission_id"));
    assertEquals("Array Basics", ledger.getString("items[2].title"));
    assertEquals(
        Collections.nCopies(3, "2026-03-02T10:00:00Z"), ledger.getList("items.submitted_at"));
  }

  @Test
  void anInstructorReadsTheEntriesOfTheClass() {
    // Given
    accept(SubmissionJson.practice(ada).inClass(classId).score(40));
    accept(SubmissionJson.practice(ada).score(30));

    // Then
    var ledger = as(teacher, "instructor").get(ofMember()).then().statusCode(200).extract();
    assertEquals(List.of(40), ledger.jsonPath().getList("items.change"));
    assertEquals(40, ledger.jsonPath().getInt("total_points"));
  }

  @Test
  void aRegradeThatMovesAResultNamesTheRulesOfEachBoard() {
    // Given
    var other = Fresh.id("c");
    putRoster(
        teacher, other, "UTC", List.of(member(teacher, "instructor"), member(ada, "student")));
    putRules(classId, "last");
    putRules(other, "last");
    putRules(other, "first");
    var work = SubmissionJson.practice(ada).inClass(classId).score(40);
    accept(work);

    // When
    accept(work.regraded(2, 80).inClass(other));

    // Then
    assertEquals(List.of(1, 1), ledger(classId).getList("items.rules_version"));
    assertEquals(List.of(2), ledger(other).getList("items.rules_version"));
    assertEquals(2, ledger(null).getInt("items.find { it.cause == 'regrade' }.rules_version"));
  }

  @Test
  void aRecountByRulesNamesTheirVersionOnTheGlobalBoardToo() {
    // Given
    accept(SubmissionJson.practice(ada).inClass(classId).problem("p-" + classId, 100).score(40));
    putRules(classId, "last");

    // When
    as(teacher, "instructor")
        .body(
            Map.of(
                "problems",
                List.of(Map.of("source", "gradebot", "id", "p-" + classId, "points", 200))))
        .put("/api/classes/{id}/rules", classId)
        .then()
        .statusCode(200);

    // Then
    await().until(() -> ledger(null).getList("items.cause").contains("rules"));
    assertEquals(2, ledger(null).getInt("items.find { it.cause == 'rules' }.rules_version"));
  }

  private void putRules(String of, String policy) {
    as(teacher, "instructor")
        .body(Map.of("policy", Map.of("type", policy)))
        .put("/api/classes/{id}/rules", of)
        .then()
        .statusCode(200);
  }

  @Test
  void instructorsOfOtherClassesReadNothing() {
    as(Fresh.id("t"), "instructor").get(ofMember()).then().statusCode(403);
  }

  @Test
  void pagesFollowEachOther() {
    // Given
    IntStream.rangeClosed(1, 5).forEach(i -> accept(SubmissionJson.practice(ada).score(i)));

    // Then
    var first = as(ada).queryParam("limit", 3).get("/api/me/ledger").jsonPath();
    var second =
        as(ada)
            .queryParam("limit", 3)
            .queryParam("before", first.getInt("next"))
            .get("/api/me/ledger")
            .jsonPath();
    assertEquals(List.of(5, 4, 3), first.getList("items.change"));
    assertEquals(List.of(2, 1), second.getList("items.change"));
    assertNull(second.get("next"));
  }

  private String ofMember() {
    return "/api/classes/%s/members/%s/ledger".formatted(classId, ada);
  }

  private JsonPath ledger(String of) {
    var request = as(ada).queryParam("limit", 500);
    return (of == null ? request : request.queryParam("class_id", of))
        .get("/api/me/ledger")
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }
}
