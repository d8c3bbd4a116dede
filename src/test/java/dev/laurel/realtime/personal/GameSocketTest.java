package dev.laurel.realtime.personal;

import static java.util.stream.Collectors.joining;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class GameSocketTest {
  private static final String PATH = "/ws/game/";
  private static final int FRAMES_OF_A_FIRST_SOLUTION = 9;

  @TestHTTPResource("/")
  URI node;

  private final String alice = Fresh.id("alice");
  private final ObjectMapper json = new ObjectMapper();
  private CourseBackEnd backEnd;

  @BeforeEach
  void connectBackEnd() {
    backEnd = new CourseBackEnd(node);
  }

  @Test
  void aSubmissionBecomesFramesInOrderWithAllFields() throws Exception {
    try (var socket = open(alice)) {
      // When
      backEnd.solve(alice, null, 100);

      // Then
      var frames = socket.awaitFrames(FRAMES_OF_A_FIRST_SOLUTION);
      assertEquals(
          List.of(
              """
              {"type":"practice_completed","question_title":"Array Basics","points_earned":100,"attempt_number":1,"percent":100.0,"seq":1}""",
              """
              {"type":"points_update","old_points":0,"new_points":100,"points_earned":100,"source":"practice","seq":2}""",
              earned(
                  "first-steps",
                  "First Steps",
                  "Complete your first problem",
                  "first_completion",
                  3),
              bonus(100, 110, 4),
              earned(
                  "first-try",
                  "First Try",
                  "Complete a problem at the first attempt",
                  "first_attempt",
                  5),
              bonus(110, 120, 6),
              earned(
                  "bullseye", "Bullseye", "Reach the full score of a problem", "perfect_score", 7),
              bonus(120, 130, 8),
              """
              {"type":"streak_update","current_streak":1,"streak_type":"daily","state":"safe_today","seq":9}"""),
          frames.stream().map(this::withoutTimes).toList());
    }
  }

  private static String earned(
      String id, String name, String description, String badgeType, int seq) {
    return """
        {"type":"achievement_earned","achievement":{"id":"%s","name":"%s","description":"%s","badge_type":"%s",\
        "rarity":"common"},"points_earned":10,"seq":%d}"""
        .formatted(id, name, description, badgeType, seq);
  }

  private static String bonus(int before, int after, int seq) {
    return """
        {"type":"points_update","old_points":%d,"new_points":%d,"points_earned":10,"source":"achievement","seq":%d}"""
        .formatted(before, after, seq);
  }

  /** Removes the times, after checking that they are recent and in UTC. */
  private String withoutTimes(JsonNode frame) {
    var copy = (ObjectNode) frame.deepCopy();
    assertRecent(copy.remove("sent_at"));
    if (copy.get("achievement") instanceof ObjectNode achievement) {
      assertRecent(achievement.remove("earned_at"));
    }
    assertEquals(copy.has("state"), copy.remove("safe_until") != null);
    assertEquals(copy.has("state"), copy.remove("lapses_at") != null);
    return copy.toString();
  }

  private static void assertRecent(JsonNode time) {
    assertTrue(time.isTextual() && time.asText().endsWith("Z"), () -> "a time in UTC: " + time);
    var age = Instant.now().toEpochMilli() - Instant.parse(time.asText()).toEpochMilli();
    assertTrue(age >= 0 && age < 60_000, () -> "a recent time: " + time);
  }

  @Test
  void anAssignmentsFrameHasItsScore() {
    try (var socket = open(alice)) {
      // Given
      var assignment = CourseBackEnd.practice(alice, null, 80);
      assignment.put("kind", "assignment");
      assignment.put("score", 92.5);

      // When
      backEnd.submit(assignment);

      // Then
      assertEquals(
          """
          {"type":"assignment_submitted","assignment_title":"Array Basics","points_earned":74,"score":92.5,"percent":92.5,"seq":1}""",
          withoutTimes(socket.next()));
    }
  }

  @Test
  void everySocketOfAUserGetsEveryFrameOnce() {
    try (var one = open(alice);
        var two = open(alice);
        var three = open(alice)) {
      // When
      backEnd.solve(alice, null, 100);

      // Then
      for (var socket : List.of(one, two, three)) {
        socket.awaitFrames(FRAMES_OF_A_FIRST_SOLUTION);
        socket.probe();
        assertEquals(LongStream.rangeClosed(1, 9).boxed().toList(), socket.seqs());
      }
    }
  }

  @Test
  void otherUsersGetNoFrame() {
    // Given
    var bob = Fresh.id("bob");
    try (var alices = open(alice);
        var bobs = open(bob)) {
      // When
      backEnd.solve(alice, null, 100);
      backEnd.tell(bob, 7);

      // Then
      alices.awaitFrames(FRAMES_OF_A_FIRST_SOLUTION);
      assertEquals(7, bobs.await("points_update").get("new_points").asInt());
      bobs.probe();
      assertEquals(List.of(1L), bobs.seqs());
    }
  }

  @Test
  void anEventRightAfterTheHandshakeIsNeverMissed() {
    for (int i = 1; i <= 100; i++) {
      try (var socket = open(alice)) {
        // When
        backEnd.tell(alice, i);

        // Then
        assertEquals(i, socket.next().get("seq").asLong());
      }
    }
  }

  @Test
  void aClientThatDoesNotResumeGetsNoOldEvents() {
    // Given
    backEnd.tell(alice, 1);
    backEnd.tell(alice, 2);
    try (var socket = open(alice)) {
      // When
      backEnd.tell(alice, 3);

      // Then
      socket.await("points_update");
      socket.probe();
      assertEquals(List.of(3L), socket.seqs());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"hello", "request_leaderboard", "Grüße ☃ 𝄞", "say \\\"hi\\\" \\\\ </script>"})
  void anyOtherTypeIsEchoed(String type) throws Exception {
    try (var socket = open(alice)) {
      // When
      socket.send("{\"type\":\"" + type + "\",\"more\":[1,{}]}");

      // Then
      assertEquals(
          json.readTree("{\"type\":\"echo\",\"message\":\"Received: " + type + "\"}"),
          socket.next());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/ws/game", "/ws/game/"})
  void thePathWorksWithAndWithoutTheTrailingSlash(String path) {
    try (var socket = SocketClient.open(node, path, TestTokens.of(alice))) {
      // Then
      assertEquals("echo", socket.probe().get("type").asText());
    }
  }

  @Test
  void withoutAValidTokenNoSocketOpens() {
    assertEquals(401, SocketClient.refusal(node, PATH, "abc"));
  }

  @Test
  void anotherBackEndsNotificationReachesTheSocket() {
    try (var socket = open(alice)) {
      // When
      var appended =
          backEnd.notify(
              alice, Map.of("type", "streak_update", "current_streak", 5, "streak_type", "daily"));

      // Then
      assertEquals(appended, socket.next());
    }
  }

  @Test
  void anAckMovesTheReadCursor() {
    // Given
    for (int i = 0; i < 5; i++) {
      backEnd.tell(alice, i);
    }
    try (var socket = open(alice)) {
      // When
      socket.send("{\"type\":\"ack\",\"seq\":3}");

      // Then
      await().until(() -> unread() == 2);
    }
  }

  @Test
  void anAckNeverMovesTheReadCursorBackNorPastTheEnd() {
    // Given
    for (int i = 0; i < 5; i++) {
      backEnd.tell(alice, i);
    }
    try (var socket = open(alice)) {
      // When
      socket.send("{\"type\":\"ack\",\"seq\":9223372036854775807}");
      await().until(() -> unread() == 0);
      socket.send("{\"type\":\"ack\",\"seq\":1}");
      socket.probe();
      backEnd.tell(alice, 6);

      // Then
      assertEquals(1, unread());
      assertFalse(socket.frames().stream().anyMatch(frame -> frame.has("code")));
    }
  }

  private long unread() {
    return backEnd.get("/api/notifications/unread-count", alice).get("count").asLong();
  }

  @Test
  void pollingShowsTheSameFramesByteForByte() {
    try (var socket = open(alice)) {
      // When
      backEnd.solve(alice, null, 100);
      socket.awaitFrames(FRAMES_OF_A_FIRST_SOLUTION);

      // Then
      var polled = backEnd.text("/api/notifications?since=0", alice);
      assertEquals(
          socket.texts().stream().collect(joining(",", "{\"items\":[", "],\"last_seq\":9")),
          polled.substring(0, polled.indexOf(",\"has_more\"")));
    }
  }

  private SocketClient open(String user) {
    return SocketClient.open(node, PATH, TestTokens.of(user));
  }
}
