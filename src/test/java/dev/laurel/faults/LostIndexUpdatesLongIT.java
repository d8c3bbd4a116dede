package dev.laurel.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.laurel.errors.Hundredths;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.ClassBoard;
import dev.laurel.testing.CourseBackEnd;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.RedisProcess;
import dev.laurel.testing.SocketClient;
import dev.laurel.testing.SwallowingProxy;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node commits a change of a board, and cannot tell the index or the others. */
class LostIndexUpdatesLongIT {
  private static final Duration SOON = Duration.ofSeconds(3);

  private static final Vertx VERTX = Vertx.vertx();
  private static RedisProcess redis;
  private static SwallowingProxy toRedis;
  private static CommitLosingProxy toPostgres;
  private static Nodes nodes;

  private final String ada = Fresh.id("ada");
  private final String bob = Fresh.id("bob");
  private ClassBoard course;

  @BeforeAll
  static void start() {
    redis = RedisProcess.start(VERTX);
    toRedis = new SwallowingProxy(VERTX, redis.port());
    nodes =
        new Nodes(
            postgres -> {
              toPostgres = new CommitLosingProxy(VERTX, postgres.port());
              var fragile = new HashMap<>(toPostgres.settings());
              fragile.put("quarkus.redis.hosts", toRedis.uri());
              return List.of(fragile, Map.of("quarkus.redis.hosts", redis.uri()));
            });
  }

  @AfterAll
  static void stop() {
    nodes.close();
    toPostgres.close();
    toRedis.close();
    redis.close();
    VERTX.close().toCompletionStage().toCompletableFuture().join();
  }

  @BeforeEach
  void adaLeadsBob() {
    course = new ClassBoard(healthy().address());
    healthy().backEnd().enrol(course.id(), ada, bob);
    course.solve(ada, 100);
    course.solve(bob, 50);
    var index = "laurel:board:{" + Board.ofClass(course.id()).key() + "}";
    await()
        .until(
            () -> {
              course.page(ada);
              return redis.command(Command.HEXISTS, index, "current").toInteger() == 1;
            });
  }

  /** The one that can be cut off and killed. */
  private static Node fragile() {
    return nodes.all().get(0);
  }

  private static Node healthy() {
    return nodes.all().get(1);
  }

  @Test
  void aNodeIsCutOffFromRedis() {
    try (var adas = course.follow(ada)) {
      // When
      toRedis.cut();
      fragile().backEnd().solve(bob, course.id(), 200);

      // Then
      assertBobLeadsSoon(adas);
    } finally {
      toRedis.mend();
    }
  }

  @Test
  void theAnswerToACommitIsLost() {
    try (var adas = course.follow(ada)) {
      // When
      toPostgres.loseNextAnswer();
      var submission = CourseBackEnd.practice(bob, course.id(), 200);
      assertEquals(503, fragile().backEnd().post("/api/submissions", submission).statusCode());
      var outcome = healthy().backEnd().submit(submission);

      // Then
      assertTrue(outcome.toString().contains("duplicate"), outcome::toString);
      assertBobLeadsSoon(adas);
    }
  }

  @Test
  void aNodeIsKilledBetweenCommitAndIndex() throws SQLException {
    try (var adas = course.follow(ada)) {
      // When
      toRedis.swallow();
      var backEnd = fragile().backEnd();
      CompletableFuture.runAsync(() -> backEnd.solve(bob, course.id(), 200));
      await()
          .pollInterval(Duration.ofMillis(10))
          .until(() -> pointsInDatabase(bob) == 250 * Hundredths.ONE);
      fragile().kill();

      // Then
      assertBobLeadsSoon(adas);
    } finally {
      fragile().replace();
    }
  }

  private void assertBobLeadsSoon(SocketClient adas) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              assertEquals(bob, first(course.page(ada)), "page");
              assertEquals(2, course.rank(ada).get("user_rank").asInt(), "rank");
              assertTrue(
                  adas.frames().stream()
                      .anyMatch(
                          frame -> course.isUpdate(frame) && first(frame.get("data")).equals(bob)),
                  "socket");
            });
  }

  private static String first(JsonNode page) {
    return page.get("entries").get(0).get("user").get("id").asText();
  }

  private long pointsInDatabase(String user) throws SQLException {
    try (var connection = nodes.postgres().connect();
        var statement =
            connection.prepareStatement(
                "select points from standing where board = ? and user_id = ?")) {
      statement.setString(1, Board.ofClass(course.id()).key());
      statement.setString(2, user);
      try (var row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }
}
