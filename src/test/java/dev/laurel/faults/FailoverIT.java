package dev.laurel.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.testing.CourseBackEnd;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.LaurelProcess;
import dev.laurel.testing.PostgresProcess;
import dev.laurel.testing.SocketClient;
import dev.laurel.testing.TestTokens;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A node whose address of PostgreSQL names a machine that is gone, a standby and the primary. */
class FailoverIT {
  private static final Duration SECONDS = Duration.ofSeconds(20);

  private final String student = Fresh.id("student");
  private final String course = Fresh.id("cs");

  @Test
  void theNodeFindsThePrimaryAndGoesOnWithTheStandbyThatIsPromoted() throws IOException {
    try (var primary = PostgresProcess.start();
        var standby = primary.startStandby();
        var gone = new UnreachableHost();
        var node = new Node(environment(gone.port(), standby.port(), primary.port()))) {
      // Given
      node.awaitReady();
      try (var socket =
          SocketClient.open(node.address(), "/ws/game/?since=0", TestTokens.of(student))) {
        node.backEnd().solve(student, course, 10);
        socket.await("points_update");
        awaitReplay(standby);

        // When
        primary.kill();
        await().atMost(SECONDS).until(() -> node.health("ready") == 503);
        assertEquals(503, submit(node));
        standby.promote();

        // Then
        await().atMost(SECONDS).until(() -> submit(node) == 201);
        for (int i = 0; i < 20; i++) {
          assertEquals(201, submit(node));
        }
        assertEquals(200, node.health("ready"));
        socket.await("points_update");
        assertTrue(socket.isOpen());
      }
    }
  }

  private int submit(Node node) {
    return node.backEnd()
        .post("/api/submissions", CourseBackEnd.practice(student, course, 10))
        .statusCode();
  }

  /** Waits until the standby has what the student has done so far. */
  private void awaitReplay(PostgresProcess standby) {
    await()
        .atMost(SECONDS)
        .until(
            () -> {
              try (var connection = standby.connect();
                  var statement =
                      connection.prepareStatement("select from standing where user_id = ?")) {
                statement.setString(1, student);
                return statement.executeQuery().next();
              }
            });
  }

  private static Map<String, String> environment(int gone, int standby, int primary) {
    var settings = new HashMap<String, String>();
    settings.put(
        "quarkus.datasource.jdbc.url",
        "jdbc:postgresql://127.0.0.1:%d,127.0.0.1:%d,127.0.0.1:%d/postgres?targetServerType=primary"
            .formatted(gone, standby, primary));
    settings.put("quarkus.datasource.username", "postgres");
    settings.put("quarkus.datasource.password", "postgres");
    settings.put(
        "quarkus.redis.hosts", EmbeddedServersResource.settings().get("quarkus.redis.hosts"));
    settings.put("laurel.broadcast.channel-prefix", "failover:");
    settings.put("laurel.auth.hs256-secret", TestTokens.SECRET);
    settings.put("laurel.demo", "false");
    return LaurelProcess.environment(settings);
  }
}
