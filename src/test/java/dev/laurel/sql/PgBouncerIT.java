package dev.laurel.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.laurel.testing.CourseBackEnd;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.LaurelProcess;
import dev.laurel.testing.PostgresProcess;
import dev.laurel.testing.SocketClient;
import dev.laurel.testing.TestTokens;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Nodes whose connections lead through a PgBouncer in transaction mode. */
class PgBouncerIT {
  private static final String TIMEOUTS =
      "set statement_timeout = '10s'; set idle_in_transaction_session_timeout = '10s'";

  private static PostgresProcess postgres;
  private static PgBouncerProcess bouncer;

  private final String course = Fresh.id("cs");
  private final List<LaurelProcess> nodes = new ArrayList<>();

  @BeforeAll
  static void start() {
    postgres = PostgresProcess.start();
    bouncer =
        PgBouncerProcess.start(postgres.settings().get("quarkus.datasource.jdbc.url"), TIMEOUTS);
  }

  @AfterAll
  static void stop() {
    if (bouncer != null) {
      bouncer.close();
    }
    postgres.close();
  }

  @Test
  void threeNodesStartingTogetherOnAnEmptyDatabaseServe() {
    try {
      // When
      IntStream.range(0, 3).forEach(i -> nodes.add(new LaurelProcess(environment())));
      nodes.forEach(LaurelProcess::awaitReady);

      // Then
      serve();

      // When
      nodes.remove(0).stop();
      nodes.add(LaurelProcess.start(environment()));

      // Then
      serve();
      assertEquals(List.of(), nodes.stream().flatMap(PgBouncerIT::complaints).toList());
    } finally {
      nodes.forEach(LaurelProcess::close);
    }
  }

  /** Each node takes submissions, of which all nodes show the board and send the events. */
  private void serve() {
    for (var node : nodes) {
      var student = Fresh.id("student");
      var grader = new CourseBackEnd(node.baseUri());
      // More often than it takes until a driver prepares a statement on the server.
      IntStream.range(0, 20).forEach(i -> grader.solve(student, course, 10));
      for (var other : nodes) {
        var reader = new CourseBackEnd(other.baseUri());
        var own = reader.get("/api/leaderboards/classes/" + course + "/me", student);
        assertEquals(200, own.at("/user_data/total_points").asInt(), own::toString);
        try (var socket =
            SocketClient.open(other.baseUri(), "/ws/game/?since=0", TestTokens.of(student))) {
          socket.await("points_update");
        }
      }
    }
  }

  /** Those of Redis are left out: three nodes that start at once may leave it no time to answer. */
  private static Stream<String> complaints(LaurelProcess node) {
    return node.log()
        .lines()
        .filter(line -> line.contains(" WARN ") || line.contains(" ERROR "))
        .filter(line -> !line.contains("[laurel.redis]"));
  }

  private static Map<String, String> environment() {
    var settings = new HashMap<>(postgres.settings());
    settings.put("quarkus.datasource.jdbc.url", bouncer.url("postgres"));
    settings.put(
        "quarkus.redis.hosts", EmbeddedServersResource.settings().get("quarkus.redis.hosts"));
    settings.put("laurel.auth.hs256-secret", TestTokens.SECRET);
    settings.put("laurel.demo", "false");
    settings.put("laurel.broadcast.channel-prefix", "bouncer:");
    return LaurelProcess.environment(settings);
  }
}
