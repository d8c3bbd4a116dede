package dev.laurel.leaderboard;

import static dev.laurel.testing.Api.as;
import static org.hamcrest.Matchers.contains;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.laurel.testing.CourseBackEnd;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SocketClient;
import dev.laurel.testing.TestTokens;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class SectionTest {
  private final String ada = Fresh.id("ada");
  private final String bob = Fresh.id("bob");
  private final String cy = Fresh.id("cy");

  @TestHTTPResource("/")
  URI node;

  private ClassBoard course;

  @BeforeEach
  void aClassWithTwoSections() {
    course = new ClassBoard(node);
    course.enrol(List.of(in("Monday", ada), in("Friday", bob), in("Monday", cy)));
    course.solve(ada, 10);
    course.solve(bob, 20);
    course.solve(cy, 30);
  }

  @Test
  void aSectionHasABoardWithItsMembersRankedAmongThemselves() {
    // Then
    assertEquals(List.of(cy, ada), users(board("Monday", ada)));
    assertEquals(2, board("Monday", ada).at("/entries/1/rank").asInt());
    assertEquals(2, board("Monday", ada).at("/pagination/total_count").asInt());
    assertEquals(2, get("Monday", "/me", ada).get("user_rank").asInt());
    assertTrue(get("Friday", "/me", ada).get("user_rank").isNull());
  }

  @Test
  void allMembersOfTheClassReadTheBoardsOfItsSectionsAndNobodyElse() {
    // Then
    assertEquals(List.of(bob), users(board("Friday", ada)));
    assertEquals(List.of(bob), users(board("Friday", course.teacher())));
    as(Fresh.id("eve")).get(path("Friday")).then().statusCode(403);
  }

  @Test
  void theClassDecidesWhatIsToBeSeenOfASection() {
    // When
    course.showNames("anonymous");
    course.freeze();
    course.solve(ada, 100);

    // Then
    var board = board("Monday", bob);
    assertEquals(30, board.at("/entries/0/total_points").asInt());
    assertTrue(board.at("/entries/0/user/id").asText().startsWith("~"), board::toString);
    assertEquals(List.of(ada, cy), users(board("Monday", course.teacher())));
  }

  @Test
  void aSectionIsFollowedAndFramesNameIt() {
    try (var socket = SocketClient.open(node, "/ws/leaderboard", TestTokens.of(bob))) {
      // Given
      socket.send(
          "{\"type\":\"request_leaderboard\",\"leaderboard_type\":\"class\",\"class_id\":\"%s\",\"section\":\"Monday\"}"
              .formatted(course.id()));
      assertEquals("Monday", socket.await("leaderboard_data").get("section").asText());

      // When
      course.solve(ada, 100);

      // Then
      var update =
          socket.await(
              "the section's board",
              frame ->
                  frame.path("section").asText().equals("Monday")
                      && frame.get("type").asText().equals("leaderboard_update"));
      assertEquals(List.of(ada, cy), users(update.get("data")));
    }
  }

  @Test
  void whoFollowsASectionSeesAStudentMoveIntoIt() {
    try (var socket = SocketClient.open(node, "/ws/leaderboard", TestTokens.of(bob))) {
      // Given
      socket.send(
          "{\"type\":\"request_leaderboard\",\"leaderboard_type\":\"class\",\"class_id\":\"%s\",\"section\":\"Friday\"}"
              .formatted(course.id()));
      socket.await("leaderboard_data");

      // When
      course.enrol(List.of(in("Friday", ada), in("Friday", bob), in("Monday", cy)));

      // Then
      socket.await(
          "both",
          frame ->
              frame.path("section").asText().equals("Friday")
                  && users(frame.get("data")).equals(List.of(bob, ada)));
      assertEquals(List.of(cy), users(board("Monday", ada)));
    }
  }

  @Test
  void membersSeeTheirSectionAndAllOfTheClass() {
    // Then
    as(ada)
        .get("/api/classes")
        .then()
        .body("section", contains("Monday"))
        .body("[0].sections", contains("Friday", "Monday"));
  }

  @Test
  void aSectionWithASlashIsRefused() {
    // When
    var member = in("A/B", ada);

    // Then
    as(course.teacher(), "instructor")
        .body(Map.of("name", "CS", "time_zone", "UTC", "members", List.of(member)))
        .put("/api/classes/{id}/roster", course.id())
        .then()
        .statusCode(400)
        .body("errors.field", contains("members[0].section"));
  }

  private static Map<String, String> in(String section, String user) {
    return Map.of("id", user, "username", "name-" + user, "role", "student", "section", section);
  }

  private String path(String section) {
    return course.path() + "/sections/" + section;
  }

  private JsonNode board(String section, String user) {
    return get(section, "", user);
  }

  private JsonNode get(String section, String part, String user) {
    return new CourseBackEnd(node).get(path(section) + part, user);
  }

  private static List<String> users(JsonNode page) {
    return StreamSupport.stream(page.get("entries").spliterator(), false)
        .map(entry -> entry.at("/user/id").asText())
        .toList();
  }
}
