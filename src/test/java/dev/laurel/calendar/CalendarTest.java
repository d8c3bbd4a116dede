package dev.laurel.calendar;

import static dev.laurel.testing.Api.as;
import static dev.laurel.testing.Api.member;
import static dev.laurel.testing.Api.putRoster;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

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
class CalendarTest {
  private final String course = Fresh.id("cs");
  private final String teacher = Fresh.id("teacher");
  private final String ada = Fresh.id("ada");

  @BeforeEach
  void aClass() {
    putRoster(
            teacher,
            course,
            "Europe/Berlin",
            List.of(member(teacher, "instructor"), member(ada, "student")))
        .then()
        .statusCode(204);
  }

  @Test
  void aClassIsTaughtOnAllDaysByDefault() {
    as(ada)
        .get("/api/classes/{id}/calendar", course)
        .then()
        .statusCode(200)
        .body("time_zone", equalTo("Europe/Berlin"))
        .body("teaching_days", hasSize(7))
        .body("holidays", hasSize(0));
  }

  @Test
  void teachingDaysAndHolidaysAreKeptInTheirOrder() {
    // When
    put("""
        {"teaching_days":["friday","monday"],
         "holidays":[{"first_day":"2026-12-21","last_day":"2027-01-03"},{"first_day":"2026-05-01"}]}""")
        .statusCode(200);

    // Then
    as(ada)
        .get("/api/classes/{id}/calendar", course)
        .then()
        .statusCode(200)
        .body("teaching_days", contains("monday", "friday"))
        .body("holidays.first_day", contains("2026-05-01", "2026-12-21"))
        .body("holidays.last_day", contains("2026-05-01", "2027-01-03"));
  }

  @Test
  void anEmptyCalendarTeachesOnAllDaysAgain() {
    // Given
    put("{\"teaching_days\":[\"monday\"]}").statusCode(200);

    // When
    put("{}").statusCode(200);

    // Then
    as(ada).get("/api/classes/{id}/calendar", course).then().body("teaching_days", hasSize(7));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          teaching_days          | {"teaching_days":[]}
          teaching_days[0]       | {"teaching_days":["someday"]}
          teaching_days[0]       | {"teaching_days":[null]}
          teaching_days[1]       | {"teaching_days":["monday","monday"]}
          teaching_days          | {"teaching_days":"monday"}
          holidays[0]            | {"holidays":[null]}
          holidays[0].first_day  | {"holidays":[{}]}
          holidays[0].first_day  | {"holidays":[{"first_day":"christmas"}]}
          holidays[0].first_day  | {"holidays":[{"first_day":"2026-02-30"}]}
          holidays[1].last_day   | {"holidays":[{"first_day":"2026-05-01"},{"first_day":"2026-12-24","last_day":"2026-12-23"}]}
          holidays[0].last_day   | {"holidays":[{"first_day":"2026-01-01","last_day":"2027-01-02"}]}
          holidays[0].first_day  | {"holidays":[{"first_day":"1999-12-31","last_day":"2000-01-01"}]}
          holidays[0].last_day   | {"holidays":[{"first_day":"9998-12-31","last_day":"9999-01-01"}]}
          """)
  void badInputIsRejectedByTheNameOfItsField(String field, String body) {
    put(body).statusCode(400).body("errors.field", hasItem(field));
  }

  @Test
  void aWrongDateIsAnsweredWithAnExampleOfADate() {
    put("{\"holidays\":[{\"first_day\":\"24.12.2026\"}]}")
        .statusCode(400)
        .body("errors.message", hasItem("must be a date such as 2026-11-23"));
  }

  @Test
  void moreThan200HolidaysAreTooMany() {
    var holidays = "{\"first_day\":\"2026-05-01\"},".repeat(200) + "{\"first_day\":\"2026-05-02\"}";
    put("{\"holidays\":[" + holidays + "]}")
        .statusCode(400)
        .body("errors.field", hasItem("holidays"));
  }

  @Test
  void aChangeIsRecorded() {
    // When
    put("{\"teaching_days\":[\"monday\",\"friday\"]}").statusCode(200);

    // Then
    as("operator", "operator")
        .get("/api/audit")
        .then()
        .body(
            "items.findAll { it.target == '%s' && it.action == 'calendar_changed' }.detail"
                .formatted(course),
            contains("[monday, friday], 0 holidays"));
  }

  private ValidatableResponse put(String body) {
    return as(teacher, "instructor").body(body).put("/api/classes/{id}/calendar", course).then();
  }
}
