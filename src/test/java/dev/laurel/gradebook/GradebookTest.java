package dev.laurel.gradebook;

import static dev.laurel.testing.Api.accept;
import static dev.laurel.testing.Api.as;
import static dev.laurel.testing.Api.member;
import static dev.laurel.testing.Api.putRoster;
import static dev.laurel.testing.Api.submit;
import static org.hamcrest.Matchers.contains;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SubmissionJson;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class GradebookTest {
  private final String classId = Fresh.id("c");
  private final String ada = Fresh.id("ada");
  private final String bob = Fresh.id("bob");
  private final String teacher = Fresh.id("teacher");
  private final String problem = Fresh.id("p");

  @BeforeEach
  void aClassOfTwo() {
    putRoster(
            teacher,
            classId,
            "UTC",
            List.of(member(teacher, "instructor"), member(ada, "student"), member(bob, "student")))
        .then()
        .statusCode(204);
  }

  @Test
  void theBestAttemptOfAProblemIsShown() {
    // Given
    attempt(ada, 40, 1);
    attempt(ada, 90, 2);
    attempt(ada, 70, 3);

    // When
    var gradebook = gradebook("");

    // Then
    assertEquals(List.of(ada, bob), gradebook.getList("students.user.id"));
    assertEquals(List.of(90f), gradebook.getList("students[0].results.score"));
    assertEquals(List.of(90), gradebook.getList("students[0].results.points"));
    assertEquals(List.of(3), gradebook.getList("students[0].results.attempts"));
    assertEquals(List.of(), gradebook.getList("students[1].results"));
  }

  @Test
  void pointsFollowTheRulesOfTheClass() {
    // Given
    as(teacher, "instructor")
        .body("{\"policy\":{\"type\":\"last\"}}")
        .put("/api/classes/{id}/rules", classId)
        .then()
        .statusCode(200);
    attempt(ada, 90, 1);

    // When
    attempt(ada, 70, 2);

    // Then
    assertEquals(List.of(70), gradebook("").getList("students[0].results.points"));
  }

  @Test
  void adjustmentsAndWhatWasWithdrawnAreNoProblems() {
    // Given
    var withdrawn = attempt(ada, 90, 1);
    as(teacher, "instructor")
        .post("/api/submissions/{source}/{id}/withdrawal", "gradebot", withdrawn.id())
        .then()
        .statusCode(200);

    // When
    as(teacher, "instructor")
        .body(
            Map.of(
                "source",
                teacher,
                "id",
                "bonus",
                "user_id",
                ada,
                "class_id",
                classId,
                "points",
                5,
                "reason",
                "Helped others"))
        .post("/api/adjustments")
        .then()
        .statusCode(201);

    // Then
    assertEquals(5, total());
    assertEquals(5, gradebook("").getInt("students[0].adjustments"));
    assertEquals(0, gradebook("").getInt("students[1].adjustments"));
    assertEquals(List.of(), gradebook("").getList("students[0].results"));
    assertEquals(
        "id,username,section,total_points,adjustments",
        csv().lines().findFirst().orElseThrow().replace("\"", ""));
  }

  @Test
  void resultsOfOtherClassesAreNotShown() {
    // When
    accept(SubmissionJson.practice(ada).inClass(Fresh.id("other")));

    // Then
    assertEquals(List.of(), gradebook("").getList("students[0].results"));
  }

  @Test
  void aLongClassIsReadInPages() {
    // When
    var first = gradebook("?limit=1");
    var second = gradebook("?limit=1&after=" + first.getString("next"));

    // Then
    assertEquals(List.of(ada), first.getList("students.user.id"));
    assertEquals(List.of(bob), second.getList("students.user.id"));
  }

  @Test
  void aPageAfterWhatIsNoIdIsRefused() {
    as(teacher, "instructor")
        .queryParam("after", "a\u0000")
        .get("/api/classes/{id}/gradebook", classId)
        .then()
        .statusCode(400)
        .body("errors.field", contains("after"));
  }

  @Test
  void theCsvHasAColumnForEachProblem() {
    // Given
    attempt(ada, 90, 1);

    // When
    var lines = csv().lines().toList();

    // Then
    assertEquals(3, lines.size());
    assertEquals(
        "%s,name-%s,,%s,0,90".formatted(ada, ada, total()), lines.get(1).replace("\"", ""));
    assertEquals(5, lines.get(2).chars().filter(any -> any == ',').count());
  }

  @Test
  void noNameIsAFormulaOfASpreadsheet() {
    // Given
    var mallory = "=cmd()" + Fresh.id("m");
    accept(SubmissionJson.practice(mallory).inClass(classId));

    // When
    var table = csv();

    // Then
    assertFalse(table.lines().anyMatch(line -> line.replace("\"", "").startsWith("=")), table);
  }

  @Test
  void theStaffSeesAMemberAsAWhole() {
    // Given
    attempt(ada, 90, 1);

    // When
    var seen = seen(ada);

    // Then
    assertEquals(ada, seen.getString("user.id"));
    assertEquals("student", seen.getString("role"));
    assertEquals(total(), seen.getInt("total_points"));
    assertEquals(1, seen.getInt("rank"));
    assertEquals(1, seen.getInt("current_streak"));
    assertEquals(List.of("counts"), seen.getList("results.state"));
    assertFalse(seen.getList("achievements").isEmpty());
  }

  @Test
  void resultsThatDoNotCountSayWhy() {
    // Given
    var result = attempt(ada, 40, 1);
    submit(result.retried().with("held", true)).statusCode(200);

    // When
    as("autograder", "grader")
        .post("/api/submissions/{source}/{id}/withdrawal", "gradebot", result.id())
        .then()
        .statusCode(200);

    // Then
    assertEquals(Set.of("held", "withdrawn"), Set.copyOf(seen(ada).getList("results.state")));
  }

  @Test
  void aMemberWithoutResultsHasNone() {
    // When
    var seen = seen(bob);

    // Then
    assertNull(seen.get("rank"));
    assertEquals(List.of(), seen.getList("results"));
  }

  @Test
  void aStrangerIsNoMember() {
    as(teacher, "instructor")
        .get("/api/classes/{id}/members/{user}", classId, Fresh.id("stranger"))
        .then()
        .statusCode(404);
  }

  private SubmissionJson attempt(String user, int score, int number) {
    var result =
        SubmissionJson.practice(user)
            .inClass(classId)
            .problem(problem, 100)
            .score(score)
            .with("attempt_number", number);
    accept(result);
    return result;
  }

  private int total() {
    return gradebook("").getInt("students[0].total_points");
  }

  private JsonPath gradebook(String query) {
    return as(teacher, "instructor")
        .get("/api/classes/" + classId + "/gradebook" + query)
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  private String csv() {
    return as(teacher, "instructor")
        .accept("text/csv")
        .get("/api/classes/{id}/gradebook", classId)
        .then()
        .statusCode(200)
        .extract()
        .asString();
  }

  private JsonPath seen(String user) {
    return as(teacher, "instructor")
        .get("/api/classes/{id}/members/{user}", classId, user)
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }
}
