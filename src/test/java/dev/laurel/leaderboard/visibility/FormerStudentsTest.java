package dev.laurel.leaderboard.visibility;

import static dev.laurel.testing.Api.as;
import static dev.laurel.testing.Api.member;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.laurel.testing.Api;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.SocketClient;
import dev.laurel.testing.TestTokens;
import dev.laurel.testing.TwoStudents;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What boards of everybody show of students who have left a class that hid them. */
@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class FormerStudentsTest extends TwoStudents {
  private static final String GLOBAL = "/api/leaderboards/global";

  private String season;

  @BeforeEach
  void twoNeighboursOnBoardsOfEverybody() {
    course.enrol(ada, bob);
    season = course.startGlobalSeason(Map.of());
    course.solve(ada, 900_000);
    course.solve(bob, 900_000);
  }

  @AfterEach
  void noSeasonThatCountsForOtherTests() {
    course.closeSeason(season);
  }

  @ParameterizedTest
  @ValueSource(strings = {"anonymous", "top"})
  void aStudentWhoLeavesAClassThatHidesNamesStaysHidden(String names) {
    // Given
    course.showNames(names);
    var pseudonym = firstOfSeason();

    // When
    course.enrol(bob);

    // Then
    assertEquals(pseudonym, firstOfSeason());
    assertHidesAda(seenByBob());
  }

  @Test
  void aStudentWhoHidInAClassStaysHiddenAfterLeavingIt() {
    // Given
    setHidden("classes/" + course.id(), true);

    // When
    course.enrol(bob);

    // Then
    assertHidesAda(seenByBob());
  }

  @Test
  void anEmptiedRosterNamesNobodyOnOpenSockets() {
    // Given
    course.showNames("anonymous");
    try (var bobs = SocketClient.open(node, "/ws/leaderboard", TestTokens.of(bob))) {
      bobs.await("initial_user_rank");
      bobs.send("{\"type\":\"request_leaderboard\",\"page_size\":100}");
      bobs.send("{\"type\":\"request_leaderboard\",\"season\":\"%s\"}".formatted(season));
      await().until(() -> ofType(bobs, "leaderboard_data").count() == 2);

      // When
      course.enrol();
      backEnd.solve(bob, null, 1);

      // Then
      bobs.await("leaderboard_update");
      bobs.texts().forEach(text -> assertFalse(text.contains(ada), text));
    }
  }

  @Test
  void aClassThatShowsItsNamesAgainDoesNotNameThoseWhoHaveLeft() {
    // Given
    course.showNames("anonymous");
    course.enrol(bob);

    // When
    course.showNames("everyone");

    // Then
    assertHidesAda(seenByBob());
  }

  @Test
  void aFormerStudentWhoAsksForItIsShownAgain() {
    // Given
    course.showNames("anonymous");
    course.enrol(bob);

    // When
    setHidden("global", false);

    // Then
    assertNamesAda(seenByBob());
  }

  @Test
  void aStudentWhoReturnsIsShownWhenTheClassShowsItsNames() {
    // Given
    course.showNames("anonymous");
    course.enrol();
    course.enrol(ada, bob);

    // When
    course.showNames("everyone");

    // Then
    assertNamesAda(seenByBob());
  }

  @RepeatedTest(5)
  void aStudentWhoHidesWhileTheyAreRemovedIsHiddenOrRefused() {
    // When
    var hiding = Api.sendAsync("PUT", course.path() + "/me/visibility", ada, "{\"hidden\":true}");
    course.enrol(bob);

    // Then
    if (hiding.join().status() == 200) {
      assertHidesAda(seenByBob());
    } else {
      assertEquals(403, hiding.join().status());
      assertNamesAda(seenByBob());
    }
  }

  @Test
  void aStudentWhoBecomesAnInstructorStaysHidden() {
    // Given
    course.showNames("anonymous");

    // When
    course.enrol(List.of(member(ada, "instructor"), member(bob, "student")));
    course.enrol(bob);

    // Then
    assertHidesAda(seenByBob());
  }

  @Test
  void aNameHiddenWhenASeasonOfEverybodyClosesStaysHidden() {
    // Given
    course.showNames("anonymous");
    var pseudonym = firstOfSeason();
    course.closeSeason(season);
    awaitFinal(season);

    // When
    course.showNames("everyone");
    setHidden("global", false);

    // Then
    assertEquals(pseudonym, firstOfSeason());
    assertHidesAda(backEnd.get(seasonPath() + "/me", bob));
    assertEquals(ada, backEnd.get(seasonPath() + "/me", ada).at("/user_data/user/id").asText());
  }

  @ParameterizedTest
  @ValueSource(strings = {"anonymous", "hidden"})
  void aNameHiddenWhenASeasonOfTheClassClosesStaysHidden(String how) {
    // Given
    var ofClass = course.startSeason(Map.of());
    course.solve(ada, 30);
    course.solve(bob, 20);
    if (how.equals("hidden")) {
      setHidden("classes/" + course.id(), true);
    } else {
      course.showNames(how);
    }
    course.closeSeason(ofClass);
    awaitFinal(ofClass);

    // When
    course.showNames("everyone");
    setHidden("classes/" + course.id(), false);

    // Then
    assertHidesAda(backEnd.get("/api/leaderboards/seasons/" + ofClass, bob));
    assertEquals(ada, course.page(bob).at("/entries/0/user/id").asText());
  }

  private List<JsonNode> seenByBob() {
    return Stream.of(GLOBAL + "?page_size=100", GLOBAL + "/me", seasonPath(), seasonPath() + "/me")
        .map(path -> backEnd.get(path, bob))
        .toList();
  }

  private String seasonPath() {
    return "/api/leaderboards/seasons/" + season;
  }

  private JsonNode firstOfSeason() {
    return backEnd.get(seasonPath(), bob).at("/entries/0/user");
  }

  private void setHidden(String board, boolean hidden) {
    as(ada)
        .body("{\"hidden\":%s}".formatted(hidden))
        .put("/api/leaderboards/" + board + "/me/visibility")
        .then()
        .statusCode(200);
  }

  private void awaitFinal(String id) {
    await()
        .until(
            () -> backEnd.get("/api/leaderboards/seasons/" + id, bob).path("closed").asBoolean());
  }

  private static Stream<JsonNode> ofType(SocketClient socket, String type) {
    return socket.frames().stream().filter(frame -> frame.get("type").asText().equals(type));
  }

  private void assertHidesAda(JsonNode seen) {
    assertHidesAda(List.of(seen));
  }

  private void assertHidesAda(List<JsonNode> seen) {
    seen.forEach(page -> assertFalse(page.toString().contains(ada), page::toString));
  }

  private void assertNamesAda(List<JsonNode> seen) {
    assertTrue(seen.stream().anyMatch(page -> page.toString().contains(ada)), seen::toString);
  }
}
