package dev.laurel.realtime.board;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.laurel.testing.CourseBackEnd;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SocketClient;
import dev.laurel.testing.TestTokens;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.StreamSupport;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** PostgreSQL comes back without its last commits while boards are being viewed. */
@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class RestoredBoardTest {
  @TestHTTPResource("/")
  URI node;

  @Inject DataSource database;
  @Inject RedisDataSource redis;

  private final String alice = Fresh.id("alice");
  private final String bob = Fresh.id("bob");
  private final String course = Fresh.id("cs");

  @Test
  void aViewedBoardShowsTheRestoredPointsAlthoughItsVersionIsLower() {
    // Given
    var backEnd = new CourseBackEnd(node);
    backEnd.enrol(course, alice, bob);
    try (var socket = SocketClient.open(node, "/ws/leaderboard/", TestTokens.of(alice))) {
      socket.send(
          "{\"type\":\"request_leaderboard\",\"leaderboard_type\":\"class\",\"class_id\":\"%s\"}"
              .formatted(course));
      socket.await("leaderboard_data");
      for (int i = 1; i <= 5; i++) {
        backEnd.solve(alice, course, 100);
      }
      await().until(() -> points(socket).equals(List.of(500L)));

      // When
      restore();
      backEnd.solve(bob, course, 10);

      // Then
      await().untilAsserted(() -> assertEquals(List.of(100L, 10L), points(socket)));
    }
  }

  /** The points of the class board as last pushed. */
  private List<Long> points(SocketClient socket) {
    return socket.frames().stream()
        .filter(frame -> frame.get("type").asText().equals("leaderboard_update"))
        .filter(frame -> frame.get("class_id").asText().equals(course))
        .reduce((earlier, later) -> later)
        .map(frame -> frame.get("data").get("entries"))
        .map(RestoredBoardTest::points)
        .orElse(List.of());
  }

  private static List<Long> points(JsonNode entries) {
    return StreamSupport.stream(entries.spliterator(), false)
        .map(entry -> entry.get("total_points").asLong())
        .toList();
  }

  private void restore() {
    try (var connection = database.getConnection();
        var statement = connection.createStatement()) {
      statement.execute(
          "update standing set points = 10000, version = 1 where user_id = '%s'".formatted(alice));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    redis.key().keys("*{class:" + course + "}*").forEach(redis.key()::del);
  }
}
