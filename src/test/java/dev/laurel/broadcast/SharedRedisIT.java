package dev.laurel.broadcast;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.testing.CourseBackEnd;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.LaurelProcess;
import dev.laurel.testing.PostgresProcess;
import dev.laurel.testing.RedisProcess;
import dev.laurel.testing.SocketClient;
import dev.laurel.testing.TestTokens;
import io.restassured.RestAssured;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two installations, each with its own PostgreSQL, that have one Redis and the same users. */
class SharedRedisIT {
  private static final String GAME = "/ws/game/";

  private static Vertx vertx;
  private static RedisProcess redis;
  private static List<PostgresProcess> databases;
  private static List<LaurelProcess> nodes;
  private static CourseBackEnd school;
  private static CourseBackEnd college;

  private final String ada = Fresh.id("ada");
  private final String course = Fresh.id("cs");

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    redis = RedisProcess.start(vertx);
    databases = Stream.generate(PostgresProcess::start).limit(2).toList();
    nodes = List.of(node("school:", databases.get(0)), node("college:", databases.get(1)));
    school = new CourseBackEnd(nodes.get(0).baseUri());
    college = new CourseBackEnd(nodes.get(1).baseUri());
  }

  private static LaurelProcess node(String prefix, PostgresProcess database) {
    var settings = new HashMap<>(database.settings());
    settings.put("quarkus.redis.hosts", "redis://127.0.0.1:" + redis.port());
    settings.put("laurel.broadcast.channel-prefix", prefix);
    settings.put("laurel.auth.hs256-secret", TestTokens.SECRET);
    return LaurelProcess.start(LaurelProcess.environment(Map.copyOf(settings)));
  }

  @AfterAll
  static void stop() {
    nodes.forEach(LaurelProcess::stop);
    databases.forEach(PostgresProcess::close);
    redis.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void aTicketOpensASocketOfItsInstallationOnly() {
    // Given
    var ticket =
        RestAssured.given()
            .baseUri(school.node().toString())
            .auth()
            .oauth2(TestTokens.of(ada))
            .post("/api/ws-tickets")
            .<String>path("ticket");

    // When
    var refused =
        RestAssured.given()
            .baseUri(college.node().toString())
            .header("Connection", "Upgrade")
            .header("Upgrade", "websocket")
            .header("Sec-WebSocket-Version", "13")
            .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
            .get(GAME + "?ticket=" + ticket);

    // Then
    assertEquals(401, refused.statusCode());
    SocketClient.openWithTicket(school.node(), GAME, ticket).close();
  }

  @Test
  void anEventReachesTheSocketsOfItsInstallationOnly() {
    // Given
    try (var here = SocketClient.open(school.node(), GAME, TestTokens.of(ada));
        var there = SocketClient.open(college.node(), GAME, TestTokens.of(ada))) {
      here.probe();
      there.probe();

      // When
      school.tell(ada, 7);

      // Then
      assertEquals(7, here.await("points_update").get("new_points").asInt());
      college.tell(ada, 9);
      var first = there.await("points_update");
      assertEquals(9, first.get("new_points").asInt());
      assertEquals(1, first.get("seq").asInt());
    }
  }

  @Test
  void aBoardHasTheUsersOfItsInstallationOnly() {
    // When
    var bob = Fresh.id("bob");
    school.enrol(course, ada);
    school.solve(ada, course, 100);
    college.enrol(course, bob);
    college.solve(bob, course, 50);

    // Then both boards are in the index, each with its own user
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                board(school, ada).contains(ada)
                    && board(college, bob).contains(bob)
                    && keys().stream().anyMatch(key -> key.startsWith("school:board:"))
                    && keys().stream().anyMatch(key -> key.startsWith("college:board:")));
    assertFalse(board(school, ada).contains(bob));
    assertFalse(board(college, bob).contains(ada));
    assertTrue(
        keys().stream().allMatch(key -> key.startsWith("school:") || key.startsWith("college:")),
        () -> keys().toString());
  }

  private String board(CourseBackEnd backEnd, String user) {
    return backEnd.text("/api/leaderboards/classes/" + course, user);
  }

  private static List<String> keys() {
    return StreamSupport.stream(redis.command(Command.KEYS, "*").spliterator(), false)
        .map(Object::toString)
        .toList();
  }
}
