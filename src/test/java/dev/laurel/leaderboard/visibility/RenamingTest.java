package dev.laurel.leaderboard.visibility;

import static dev.laurel.testing.Api.accept;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.SocketClient;
import dev.laurel.testing.SubmissionJson;
import dev.laurel.testing.TestTokens;
import dev.laurel.testing.TwoStudents;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What viewers of boards receive when a user on them is renamed, and no points change. */
@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class RenamingTest extends TwoStudents {
  private static final String NEW_NAME = "Ada Lovelace";

  @BeforeEach
  void aClassThatSubmissionsHaveEnrolled() {
    course.enrol();
    course.solve(ada, 300);
    course.solve(bob, 200);
  }

  @Test
  void viewersOfAClassBoardReceiveTheNewNameAndANewerVersion() {
    try (var bobs = course.follow(bob)) {
      // Given
      long version = course.page(bob).get("version").asLong();

      // When
      renameByResult();

      // Then
      var update = bobs.await("the new name", frame -> course.isUpdate(frame) && hasNewName(frame));
      assertTrue(update.at("/data/version").asLong() > version);
      assertTrue(course.page(bob).get("version").asLong() > version);
    }
  }

  @Test
  void viewersOfTheGlobalBoardReceiveTheNewName() {
    // Given
    backEnd.solve(ada, null, 1_000_000);
    try (var bobs = SocketClient.open(node, "/ws/leaderboard", TestTokens.of(bob))) {
      bobs.await("initial_user_rank");
      bobs.send("{\"type\":\"request_leaderboard\",\"page_size\":100}");
      bobs.await("leaderboard_data");

      // When
      renameByResult();

      // Then
      bobs.await(
          "the new name",
          frame ->
              frame.get("type").asText().equals("leaderboard_update")
                  && frame.path("class_id").isNull()
                  && hasNewName(frame));
    }
  }

  @Test
  void viewersOfAClassBoardReceiveANameThatTheRosterChanges() {
    // Given
    course.enrol(ada, bob);
    try (var bobs = course.follow(bob)) {
      // When
      course.enrol(
          List.of(
              Map.of("id", ada, "username", NEW_NAME, "role", "student"),
              Map.of("id", bob, "username", "name-" + bob, "role", "student")));

      // Then
      bobs.await("the new name", frame -> course.isUpdate(frame) && hasNewName(frame));
    }
  }

  @Test
  void viewersOfAFrozenBoardReceiveTheNewName() {
    // Given
    course.freeze();
    try (var bobs = course.follow(bob)) {
      // When
      renameByResult();

      // Then
      bobs.await("the new name", frame -> course.isUpdate(frame) && hasNewName(frame));
    }
  }

  @Test
  void viewersOfAClosedSeasonReceiveTheNewName() {
    // Given
    var season = course.startSeason(Map.of());
    course.solve(ada, 30);
    course.closeSeason(season);
    await().until(() -> page(season).path("closed").asBoolean());
    try (var bobs = SocketClient.open(node, "/ws/leaderboard", TestTokens.of(bob))) {
      bobs.await("initial_user_rank");
      bobs.send("{\"type\":\"request_leaderboard\",\"season\":\"%s\"}".formatted(season));
      bobs.await("leaderboard_data");
      long version = page(season).get("version").asLong();

      // When
      renameByResult();

      // Then
      bobs.await(
          "the new name",
          frame ->
              frame.get("type").asText().equals("leaderboard_update")
                  && frame.path("season").asText().equals(season)
                  && hasNewName(frame));
      assertTrue(page(season).get("version").asLong() > version);
    }
  }

  private void renameByResult() {
    accept(SubmissionJson.practice(ada).with("user.username", NEW_NAME).score(0));
  }

  private JsonNode page(String season) {
    return backEnd.get("/api/leaderboards/seasons/" + season, bob);
  }

  private static boolean hasNewName(JsonNode frame) {
    return frame.toString().contains(NEW_NAME);
  }
}
