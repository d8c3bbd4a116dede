package dev.laurel.broadcast;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A node whose Redis user may only use what begins with the installation's prefix. */
class RestrictedRedisIT {
  private static final String PREFIX = "school:";

  private static Vertx vertx;
  private static RedisProcess redis;
  private static PostgresProcess postgres;
  private static LaurelProcess node;
  private static CourseBackEnd backEnd;

  private final String alice = Fresh.id("alice");
  private final String course = Fresh.id("cs");

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    redis =
        RedisProcess.start(
            vertx,
            RedisProcess.freePort(),
            "admin",
            "user laurel on >secret ~%1$s* &%1$s* +@all -@admin -@dangerous\n".formatted(PREFIX));
    postgres = PostgresProcess.start();
    var settings = new HashMap<>(postgres.settings());
    settings.put("quarkus.redis.hosts", "redis://laurel:secret@127.0.0.1:" + redis.port());
    settings.put("laurel.broadcast.channel-prefix", PREFIX);
    settings.put("laurel.auth.hs256-secret", TestTokens.SECRET);
    settings.put("laurel.demo", "true");
    node = LaurelProcess.start(LaurelProcess.environment(Map.copyOf(settings)));
    backEnd = new CourseBackEnd(node.baseUri());
  }

  @AfterAll
  static void stop() {
    node.stop();
    postgres.close();
    redis.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void everythingWorksWithAccessToThePrefixOnly() {
    // Given
    backEnd.enrol(course, alice);
    var ticket =
        RestAssured.given()
            .baseUri(backEnd.node().toString())
            .auth()
            .oauth2(TestTokens.of(alice))
            .post("/api/ws-tickets")
            .<String>path("ticket");

    try (var socket = SocketClient.openWithTicket(backEnd.node(), "/ws/game/", ticket)) {
      // When
      backEnd.solve(alice, course, 100);

      // Then
      socket.await("points_update");
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> backEnd.get("/api/leaderboards/classes/" + course, alice).has("entries"));
      await().until(() -> keys().stream().anyMatch(key -> key.startsWith(PREFIX + "board:")));
      await().until(() -> keys().contains(PREFIX + "demo:turn"));
      assertTrue(keys().stream().allMatch(key -> key.startsWith(PREFIX)), () -> keys().toString());
      assertEquals("[]", redis.command(Command.ACL, "LOG").toString());
      assertTrue(health().contains("\"reachable\": true"), this::health);
    }
  }

  private String health() {
    return backEnd.text("/q/health/ready", alice);
  }

  private static List<String> keys() {
    return StreamSupport.stream(redis.command(Command.KEYS, "*").spliterator(), false)
        .map(Object::toString)
        .toList();
  }
}
