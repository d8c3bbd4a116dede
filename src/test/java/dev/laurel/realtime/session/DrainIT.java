package dev.laurel.realtime.session;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.realtime.RawSocket;
import dev.laurel.testing.CourseBackEnd;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.LaurelProcess;
import dev.laurel.testing.SocketClient;
import dev.laurel.testing.TestTokens;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A packaged node drains before it stops. */
class DrainIT {
  private static final String GAME = "/ws/game/";
  private static final String LEADERBOARD = "/ws/leaderboard/";
  private static final int SERVICE_RESTART = 1012;

  private final String alice = Fresh.id("alice");
  private LaurelProcess node;
  private URI address;

  @BeforeEach
  void start() {
    node = LaurelProcess.start(LaurelProcess.environment(EmbeddedServersResource.settings()));
    address = node.baseUri();
  }

  @AfterEach
  void kill() {
    node.kill();
  }

  @Test
  void anIdleNodeStopsAtOnce() {
    // When
    long start = System.nanoTime();
    node.stop();

    // Then
    assertEquals(0, node.awaitExit());
    var took = Duration.ofNanos(System.nanoTime() - start);
    assertTrue(took.compareTo(Duration.ofSeconds(8)) < 0, took::toString);
  }

  @Test
  void socketsAreClosedWithServiceRestart() {
    // Given
    try (var personal = open(GAME);
        var board = open(LEADERBOARD)) {
      board.await("initial_user_rank");

      // When
      node.stop();

      // Then
      assertEquals(SERVICE_RESTART, personal.closeCode());
      assertEquals(SERVICE_RESTART, board.closeCode());
      assertEquals(0, node.awaitExit());
    }
  }

  @Test
  void aDrainingNodeAnswersRequestsAndRefusesSockets() {
    // Given: a client that does not let go of its socket
    try (var clinging = new RawSocket(address, GAME, TestTokens.of(alice))) {
      // When
      var end = CompletableFuture.runAsync(node::stop);

      // Then
      await().until(() -> get("/q/health/ready").statusCode() == 503);
      assertEquals(200, get("/q/health/live").statusCode());
      assertEquals(200, get("/api/me").statusCode());
      var refusal = new RawSocket(address, GAME, TestTokens.of(alice));
      assertTrue(refusal.head().startsWith("HTTP/1.1 503 "), refusal.head());
      assertTrue(refusal.head().toLowerCase().contains("\nretry-after: "), refusal.head());
      assertEquals(SERVICE_RESTART, clinging.closeCode());
      end.join();
      assertEquals(0, node.awaitExit());
    }
  }

  @Test
  void aSubmissionInHandIsAnsweredFirst() throws Exception {
    // Given
    var database = EmbeddedServersResource.settings();
    try (var connection =
            DriverManager.getConnection(
                database.get("quarkus.datasource.jdbc.url"),
                database.get("quarkus.datasource.username"),
                database.get("quarkus.datasource.password"));
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("lock table notification_head in access exclusive mode");
      var outcome =
          CompletableFuture.supplyAsync(() -> new CourseBackEnd(address).solve(alice, null, 10));
      await().until(() -> waiting(connection) > 0);

      // When
      var end = CompletableFuture.runAsync(node::stop);
      await().until(() -> get("/q/health/ready").statusCode() == 503);
      connection.rollback();

      // Then
      assertEquals("accepted", outcome.join().get("outcome").asText());
      end.join();
      assertEquals(0, node.awaitExit());
    }
  }

  private static int waiting(Connection connection) throws Exception {
    try (var statement = connection.createStatement();
        var count = statement.executeQuery("select count(*) from pg_locks where not granted")) {
      count.next();
      return count.getInt(1);
    }
  }

  @Test
  void aLongPollEndsAtOnce() {
    // Given
    var poll = CompletableFuture.supplyAsync(() -> get("/api/notifications?wait=30"));
    assertEquals(0, new CourseBackEnd(address).get("/api/me", alice).get("unread").asInt());

    // When
    node.stop();

    // Then
    assertEquals(200, poll.join().statusCode());
    assertEquals(0, node.awaitExit());
  }

  private HttpResponse<String> get(String path) {
    var request =
        HttpRequest.newBuilder(address.resolve(path))
            .header("Authorization", "Bearer " + TestTokens.of(alice))
            .build();
    return HttpClient.newHttpClient().sendAsync(request, BodyHandlers.ofString()).join();
  }

  private SocketClient open(String path) {
    return SocketClient.open(address, path, TestTokens.of(alice));
  }
}
