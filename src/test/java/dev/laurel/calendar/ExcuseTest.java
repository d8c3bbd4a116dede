package dev.laurel.calendar;

import static dev.laurel.testing.Api.as;
import static dev.laurel.testing.Api.member;
import static dev.laurel.testing.Api.putRoster;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;

import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class ExcuseTest {
  private final String course = Fresh.id("cs");
  private final String teacher = Fresh.id("teacher");
  private final String ada = Fresh.id("ada");
  private final String bob = Fresh.id("bob");

  @BeforeEach
  void aClass() {
    putRoster(
            teacher,
            course,
            "UTC",
            List.of(member(teacher, "instructor"), member(ada, "student"), member(bob, "student")))
        .then()
        .statusCode(204);
  }

  @Test
  void excusesAreListedInTheirOrder() {
    // When
    put(ada, "2026-03-09", "{}").statusCode(204);
    put(ada, "2026-03-02", "{\"last_day\":\"2026-03-04\"}").statusCode(204);

    // Then
    list(ada)
        .body("items.first_day", contains("2026-03-02", "2026-03-09"))
        .body("items.last_day", contains("2026-03-04", "2026-03-09"));
    list(bob).body("items", empty());
  }

  @Test
  void anExcuseReplacesTheOneOfTheSameFirstDay() {
    // Given
    put(ada, "2026-03-02", "{\"last_day\":\"2026-03-04\"}").statusCode(204);

    // When
    put(ada, "2026-03-02", "{\"last_day\":\"2026-03-06\"}").statusCode(204);

    // Then
    list(ada).body("items.last_day", contains("2026-03-06"));
  }

  @Test
  void aWithdrawnExcuseIsGone() {
    // Given
    put(ada, "2026-03-02", "{}").statusCode(204);

    // When
    delete(ada, "2026-03-02").statusCode(204);

    // Then
    list(ada).body("items", empty());
  }

  @Test
  void withdrawingNoExcuseChangesNothing() {
    // Given
    put(ada, "2026-03-02", "{\"last_day\":\"2026-03-04\"}").statusCode(204);

    // When
    delete(ada, "2026-03-03").statusCode(204);

    // Then
    list(ada).body("items.first_day", contains("2026-03-02"));
  }

  @Test
  void onlyStudentsOfTheClassAreExcused() {
    put(teacher, "2026-03-02", "{}").statusCode(404);
    put(Fresh.id("stranger"), "2026-03-02", "{}").statusCode(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          first_day | someday    | {}
          first_day | 2026-02-30 | {}
          first_day | 1999-12-31 | {}
          last_day  | 2026-03-02 | {"last_day":"2026-03-01"}
          last_day  | 2026-03-02 | {"last_day":"2027-03-03"}
          last_day  | 2026-03-02 | {"last_day":"soon"}
          """)
  void badInputIsRejectedByTheNameOfItsField(String field, String firstDay, String body) {
    put(ada, firstDay, body).statusCode(400).body("errors.field", contains(field));
  }

  @Test
  void changesAreRecorded() {
    // When
    put(ada, "2026-03-02", "{\"last_day\":\"2026-03-04\"}").statusCode(204);
    delete(ada, "2026-03-02").statusCode(204);

    // Then
    as("operator", "operator")
        .get("/api/audit")
        .then()
        .body(
            "items.findAll { it.target == '%s' && it.target_user == '%s' }.action"
                .formatted(course, ada),
            contains("excuse_withdrawn", "student_excused"))
        .body(
            "items.findAll { it.target == '%s' && it.target_user == '%s' }.detail"
                .formatted(course, ada),
            contains("2026-03-02/2026-03-04", "2026-03-02/2026-03-04"));
  }

  private ValidatableResponse put(String user, String firstDay, String body) {
    return as(teacher, "instructor")
        .body(body)
        .put("/api/classes/{id}/members/{user}/excuses/{day}", course, user, firstDay)
        .then();
  }

  private ValidatableResponse delete(String user, String firstDay) {
    return as(teacher, "instructor")
        .delete("/api/classes/{id}/members/{user}/excuses/{day}", course, user, firstDay)
        .then();
  }

  private ValidatableResponse list(String user) {
    return as(teacher, "instructor")
        .get("/api/classes/{id}/members/{user}/excuses", course, user)
        .then()
        .statusCode(200);
  }
}
