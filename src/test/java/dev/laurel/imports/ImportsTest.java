package dev.laurel.imports;

import static dev.laurel.imports.ImportCall.aClass;
import static dev.laurel.imports.ImportCall.adjustment;
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
import java.time.temporal.ChronoUnit;
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
    assertEquals("name-" + ada, classBoard(classId, ada).getString("entries[0].username"));
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
        "has the same name twice in one object (line 1, column 35)",
        answer.getString("errors[0].message"));
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
