package dev.laurel.submission;

import static dev.laurel.testing.Api.accept;
import static dev.laurel.testing.Api.as;
import static dev.laurel.testing.Api.classBoard;
import static dev.laurel.testing.Api.putRoster;
import static dev.laurel.testing.Api.students;
import static dev.laurel.testing.Api.submit;
import static org.hamcrest.Matchers.contains;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SubmissionJson;
import dev.laurel.testing.TightLimitsProfile;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Results for classes that no roster has made. */
@QuarkusTest
@TestProfile(TightLimitsProfile.class)
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class UnknownClassTest {
  private final String ada = Fresh.id("ada");
  private final String classId = Fresh.id("c");

  @Test
  void aMisspeltClassOfAResultCreatesNone() {
    // When
    var answer = submit(SubmissionJson.practice(ada).inClass(classId));

    // Then
    answer.statusCode(400).body("errors.field", contains("class_id"));
    as("sis", "registrar").get("/api/classes/{id}/roster", classId).then().statusCode(404);
  }

  @Test
  void aMisspeltClassOfAReleaseIsNamed() {
    as("autograder", "grader")
        .body(Map.of("class_id", classId, "problem_id", "p"))
        .post("/api/releases")
        .then()
        .statusCode(400)
        .body("errors.field", contains("class_id"));
  }

  @Test
  void aResultCountsOnceARosterHasMadeItsClass() {
    // Given
    var result = SubmissionJson.practice(ada).inClass(classId);
    submit(result).statusCode(400);
    putRoster(Fresh.id("t"), classId, "UTC", students(ada)).then().statusCode(204);

    // When
    accept(result);

    // Then
    assertEquals(List.of(ada), classBoard(classId, ada).getList("entries.user.id"));
  }
}
