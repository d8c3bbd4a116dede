package dev.laurel.leaderboard;

import static dev.laurel.testing.Api.as;
import static dev.laurel.testing.Api.member;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class MyClassesTest {
  private final String ada = Fresh.id("ada");

  @TestHTTPResource("/")
  URI node;

  private ClassBoard course;

  @BeforeEach
  void aClass() {
    course = new ClassBoard(node);
    course.enrol(ada);
  }

  @Test
  void membersSeeTheirClassesWithRoleCalendarAndBoard() {
    // Given
    course.showNames("anonymous");
    course.freeze();

    // When
    var classes = classes(ada, false);

    // Then
    classes
        .body("id", contains(course.id()))
        .body("[0].name", equalTo("CS 101"))
        .body("[0].role", equalTo("student"))
        .body("[0].time_zone", equalTo("UTC"))
        .body("[0].archived", is(false))
        .body("[0].board.names", equalTo("anonymous"))
        .body("[0].board.frozen", is(true))
        .body("[0].seasons", empty());
    classes(course.teacher(), false).body("role", contains("instructor"));
  }

  @Test
  void openSeasonsAreListedWithTheirClass() {
    // Given
    var closed = course.startSeason(Map.of());
    var open = course.startSeason(Map.of());
    course.startGlobalSeason(Map.of());
    course.closeSeason(closed);

    // When
    var classes = classes(ada, false);

    // Then
    classes.body("[0].seasons.id", contains(open));
  }

  @Test
  void archivedClassesAreListedOnRequest() {
    // When
    course.asTeacher().put("/api/classes/{id}/archive", course.id()).then().statusCode(204);

    // Then
    classes(ada, false).body("id", empty());
    classes(ada, true).body("id", contains(course.id())).body("[0].archived", is(true));
  }

  @Test
  void aFormerMemberDoesNotSeeTheClass() {
    // When
    course.enrol(List.of(member(Fresh.id("bob"), "student")));

    // Then
    classes(ada, true).body("id", empty());
  }

  private static ValidatableResponse classes(String user, boolean archived) {
    return as(user).queryParam("archived", archived).get("/api/classes").then().statusCode(200);
  }
}
