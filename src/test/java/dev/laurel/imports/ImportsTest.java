package dev.laurel.imports;

import static dev.laurel.imports.ImportCall.aClass;
import static dev.laurel.imports.ImportCall.adjustment;
import static dev.laurel.imports.ImportCall.award;
import static dev.laurel.imports.ImportCall.result;
import static dev.laurel.imports.ImportCall.user;
import static dev.laurel.testing.Api.accept;
import static dev.laurel.testing.Api.classBoard;
import static dev.laurel.testing.Api.frames;
import static dev.laurel.testing.Api.me;
import static dev.laurel.testing.Api.students;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.laurel.testing.Api;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SubmissionJson;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class ImportsTest {
  private final String ada = Fresh.id("ada");
  private final String bob = Fresh.id("bob");
  private final String classId = Fresh.id("c");
  private final ImportCall term = ImportCall.of(Fresh.id("term"));

  @Test
  void aClassAndItsResultsAreImportedInTheOrderOfTheBody() {
    // When
    var answer =
        term.post(
            user(ada),
            aClass(classId, students(ada, bob)),
            result(SubmissionJson.practice(ada).inClass(classId)),
            result(SubmissionJson.practice(bob).inClass(classId).score(40)));

    // Then
    assertEquals("done", answer.getString("state"));
    assertEquals(List.of(), answer.getList("errors"));
    assertEquals(2, answer.getInt("counts.result.created"));
    assertEquals(1, answer.getInt("counts.class.created"));
    assertEquals(1, answer.getInt("counts.user.created"));
    assertEquals(List.of(80, 40), classBoard(classId, ada).getList("entries.total_points"));
    assertEquals("name-" + ada, classBoard(classId, ada).getString("entries[0].user.username"));
  }

  @Test
  void anImportNotifiesNobody() {
    // When
    term.post(
        result(SubmissionJson.practice(ada).at(Instant.now().minus(40, ChronoUnit.DAYS))),
        adjustment(Fresh.id("a"), ada, 5));

    // Then
    assertEquals(95, me(ada).getInt("total_points"));
    accept(SubmissionJson.practice(bob));
    assertEquals(List.of(), frames(ada));
  }

  @Test
  void anImportThatAnnouncesNotifiesAsOfNewResults() {
    // When
    term.with("announce=true").post(result(SubmissionJson.practice(ada)));

    // Then
    assertEquals("points_update", frames(ada).get(1).get("type"));
  }

  @Test
  void theSameItemsAgainChangeNothing() {
    // Given
    var items =
        new Object[] {
          user(ada),
          aClass(classId, students(ada)),
          result(SubmissionJson.practice(ada).inClass(classId)),
          adjustment(Fresh.id("a"), ada, 5)
        };
    term.post(items);

    // When
    var answer = term.post(items);

    // Then
    assertEquals(List.of(), answer.getList("errors"));
    for (var type : List.of("user", "class", "result", "adjustment")) {
      assertEquals(
          Map.of("created", 0, "unchanged", 1, "refused", 0), answer.get("counts." + type));
    }
    assertEquals(95, me(ada).getInt("total_points"));
  }

  @Test
  void anItemWithTheIdentityOfAnotherIsRefused() {
    // Given
    var result = SubmissionJson.practice(ada);
    term.post(result(result), user(bob));

    // When
    var answer =
        term.post(
            result(result.score(90)), Map.of("type", "user", "id", bob, "username", "Robert"));

    // Then
    assertEquals(List.of(1, 2), answer.getList("errors.line"));
    assertEquals(List.of("score", ""), answer.getList("errors.field"));
    assertEquals(90, me(ada).getInt("total_points"));
  }

  @Test
  void aWrongItemIsRefusedWithItsLineAndTheOthersAreImported() {
    // When
    var answer =
        ImportCall.json(
            term.postText(
                ImportCall.lines(
                        result(SubmissionJson.practice(ada)),
                        "",
                        "{\"type\":\"result\",\"source\":\"a\",\"source\":\"b\"}",
                        "[]",
                        Map.of("type", "grade"),
                        result(SubmissionJson.practice(ada).with("score", 200)),
                        result(SubmissionJson.practice(ada).with("colour", "red")),
                        result(SubmissionJson.practice(ada)))
                    + "{\"type\":\"user\",\"id\""));

    // Then
    assertEquals(List.of(3, 4, 5, 6, 7, 9), answer.getList("errors.line"));
    assertEquals(List.of("", "", "type", "score", "colour", ""), answer.getList("errors.field"));
    assertEquals(
        "has the same name twice in one object (column 39)", answer.getString("errors[0].message"));
    assertEquals("ends before it is complete", answer.getString("errors[5].message"));
    assertEquals(170, me(ada).getInt("total_points"));
    assertEquals(answer.getList("errors"), term.get().getList("errors"));
  }

  @Test
  void anArrayIsImportedByTheNumbersOfItsItems() {
    // When
    var answer =
        ImportCall.json(
            term.send(
                "POST",
                "application/json",
                BodyPublishers.ofString(
                    Api.text(
                        List.of(
                            result(SubmissionJson.practice(ada)),
                            Map.of("type", "result", "source", "[\"}\\"),
                            result(SubmissionJson.practice(ada)))))));

    // Then
    assertEquals(2, answer.getList("errors.line").get(0));
    assertEquals(170, me(ada).getInt("total_points"));
  }

  @Test
  void anArrayThatIsCutOffKeepsWhatCameBefore() {
    // When
    var answer =
        ImportCall.json(
            term.send(
                "POST",
                "application/json",
                BodyPublishers.ofString(
                    "[" + Api.text(result(SubmissionJson.practice(ada))) + ",{\"type\":")));

    // Then
    assertEquals(List.of(2), answer.getList("errors.line"));
    assertEquals(90, me(ada).getInt("total_points"));
  }

  @Test
  void anAwardKeepsItsDateAndItsPointsAndIsNotEarnedAgain() {
    // Given
    var earnedAt = Instant.parse("2026-01-02T03:04:05Z");
    var award = new HashMap<>(award(ada, "first-steps", earnedAt));
    award.put("points", 0);

    // When
    var answer = term.post(user(ada), award, result(SubmissionJson.practice(ada)));

    // Then
    assertEquals(List.of(), answer.getList("errors"));
    assertEquals(80, me(ada).getInt("total_points"));
    var mine =
        Api.as(ada)
            .get("/api/me/achievements")
            .jsonPath()
            .getString("find { it.achievement.id == 'first-steps' }.earned_at");
    assertEquals(earnedAt, Instant.parse(mine));
    assertEquals(1, term.post(award).getInt("counts.achievement.unchanged"));
  }

  @Test
  void anAwardOfNobodyKnownOrOfNoAchievementIsRefused() {
    // When
    var answer =
        term.post(
            award(bob, "first-steps", Instant.now()),
            user(ada),
            award(ada, "no-such", Instant.now()),
            award(ada, "first-steps", Instant.now().plusSeconds(60)));

    // Then
    assertEquals(List.of("user_id", "achievement_id", "earned_at"), answer.getList("errors.field"));
  }

  @Test
  void aBalanceCountsPointsCompletionsAndTheStreak() {
    // Given
    var today = LocalDate.now(ZoneOffset.UTC);

    // When
    var answer =
        term.post(
            aClass(classId, students(ada)), ImportCall.balance(ada, classId, 123.5, 12, 5, today));

    // Then
    assertEquals(List.of(), answer.getList("errors"));
    assertEquals(List.of(123.5f), classBoard(classId, ada).getList("entries.total_points"));
    assertEquals(List.of(12), classBoard(classId, ada).getList("entries.completed_problems"));
    assertEquals(5, me(ada).getInt("current_streak"));
    assertEquals(List.of(), frames(ada));
  }

  @Test
  void aBalanceAgainIsUnchangedAndAnotherIsRefused() {
    // Given
    var today = LocalDate.now(ZoneOffset.UTC);
    var balance = ImportCall.balance(ada, classId, 100, 3, 1, today);
    term.post(aClass(classId, students(ada)), balance);

    // When
    var answer = term.post(balance, ImportCall.balance(ada, classId, 101, 3, 1, today));

    // Then
    assertEquals(Map.of("created", 0, "unchanged", 1, "refused", 1), answer.get("counts.balance"));
    assertEquals(List.of(100), classBoard(classId, ada).getList("entries.total_points"));
  }

  @Test
  void afterAnErasureTheSameItemsCountAgain() {
    // Given
    var items =
        new Object[] {
          aClass(classId, List.of(Api.member(ada, "instructor"), Api.member(bob, "student"))),
          result(SubmissionJson.practice(ada)),
          result(SubmissionJson.practice(bob).inClass(classId))
        };
    term.post(items);
    Api.as("operator", "operator").delete("/api/users/{id}/data", ada).then().statusCode(204);

    // When
    var answer = term.post(items);

    // Then
    assertEquals(Map.of("created", 1, "unchanged", 1, "refused", 0), answer.get("counts.result"));
    assertEquals(1, answer.getInt("counts.class.created"));
    var roster = Api.as("office", "registrar").get("/api/classes/{id}/roster", classId).jsonPath();
    assertEquals(List.of("instructor", "student"), roster.getList("members.role"));
  }

  @Test
  void aKeyOfAnotherRouteMayNotImport() {
    // Given
    var key = key(Map.of("name", "bot", "roles", List.of("grader"), "routes", List.of("results")));
    var importKey =
        key(Map.of("name", "bot", "roles", List.of("grader"), "routes", List.of("imports")));

    // Then
    assertEquals(403, term.as(key).postText("").statusCode());
    var answer =
        term.as(importKey)
            .post(result(SubmissionJson.practice(ada)), aClass(classId, students(ada)));
    assertEquals(List.of("is not for your roles"), answer.getList("errors.message"));
    assertEquals(90, me(ada).getInt("total_points"));
  }

  @Test
  void aKeyOfAClassImportsNothingElse() {
    // Given
    term.post(aClass(classId, students(ada)));
    var key =
        key(
            Map.of(
                "name",
                "bot",
                "roles",
                List.of("grader"),
                "routes",
                List.of("imports"),
                "class_ids",
                List.of(classId)));

    // When
    var answer =
        term.as(key)
            .post(
                result(SubmissionJson.practice(ada).inClass(classId)),
                result(SubmissionJson.practice(ada)),
                user(bob));

    // Then
    assertEquals(List.of(2, 3), answer.getList("errors.line"));
    assertEquals(403, term.as(key).delete().statusCode());
  }

  private static String key(Map<String, Object> request) {
    return Api.as("operator", "operator")
        .body(Api.text(request))
        .post("/api/keys")
        .then()
        .statusCode(201)
        .extract()
        .path("key");
  }

  @Test
  void aClassThatExistsKeepsWhatItHas() {
    // Given
    term.post(aClass(classId, students(ada)));

    // When
    var answer =
        ImportCall.of(Fresh.id("other"))
            .post(
                Map.of(
                    "type",
                    "class",
                    "id",
                    classId,
                    "name",
                    "Another",
                    "time_zone",
                    "UTC",
                    "members",
                    List.of(
                        Map.of("id", ada, "username", "Countess", "role", "instructor"),
                        Api.member(bob, "student"))));

    // Then
    assertEquals(1, answer.getInt("counts.class.created"));
    var roster = Api.as("office", "registrar").get("/api/classes/{id}/roster", classId).jsonPath();
    assertEquals("Class", roster.getString("name"));
    assertEquals(List.of("student", "student"), roster.getList("members.role"));
  }
}
