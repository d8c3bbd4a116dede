package dev.laurel.realtime.session;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.realtime.Flood;
import dev.laurel.realtime.Meters;
import dev.laurel.realtime.RawSocket;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.OtherNode;
import dev.laurel.testing.SocketClient;
import dev.laurel.testing.TestTokens;
import dev.laurel.testing.TightLimitsProfile;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The limits of one user, one client and the whole node. */
@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
@TestProfile(TightLimitsProfile.class)
class LimitsTest {
  private static final String GAME = "/ws/game/";
  private static final String LEADERBOARD = "/ws/leaderboard/";

  @TestHTTPResource("/")
  URI node;

  @Inject DataSource database;
  @Inject OtherNode otherNode;
  @Inject MeterRegistry registry;

  private final String alice = Fresh.id("alice");
  private final String bob = Fresh.id("bob");
  private Meters meters;

  @BeforeEach
  void readMeters() {
    meters = new Meters(registry);
  }

  @Test
  void aSocketAboveTheUsersLimitIsClosed() {
    // Given
    try (var first = open(GAME, alice);
        var second = open(LEADERBOARD, alice);
        var third = open(GAME, alice)) {
      double before = meters.sum("closes", "code", "4451");

      // When
      try (var excess = open(LEADERBOARD, alice);
          var other = open(GAME, bob)) {

        // Then
        assertEquals(4451, excess.closeCode());
        assertEquals(List.of(), excess.frames());
        Stream.of(first, second, third, other).forEach(SocketClient::probe);
        assertEquals(before + 1, meters.sum("closes", "code", "4451"));
      }
    }
  }

  @Test
  void aSocketThatEndedMakesRoomForAnother() {
    // Given
    for (int i = 0; i < TightLimitsProfile.CONNECTIONS_PER_USER - 1; i++) {
      open(GAME, alice).probe();
    }
    var last = open(LEADERBOARD, alice);
    last.probe();

    // When
    last.abort();

    // Then
    await()
        .until(
            () -> {
              try (var next = open(GAME, alice)) {
                next.ping("welcome");
                return next.isOpen();
              } catch (AssertionError refused) {
                return false;
              }
            });
  }

  @Test
  void upgradesAboveTheLimitAreRefused() throws SQLException {
    // Given
    double before = meters.sum("upgrades.refused", "cause", "busy");
    List<CompletableFuture<SocketClient>> waiting;
    try (var connection = database.getConnection()) {
      lockLogs(connection);
      waiting =
          IntStream.range(0, TightLimitsProfile.MAX_UPGRADES)
              .mapToObj(i -> CompletableFuture.supplyAsync(() -> open(GAME, Fresh.id("user"))))
              .toList();
      await().until(() -> pending() == TightLimitsProfile.MAX_UPGRADES);

      // When
      var refusal = new RawSocket(node, GAME, "not-even-a-token");

      // Then
      assertTrue(refusal.head().startsWith("HTTP/1.1 503 "), refusal.head());
      assertTrue(refusal.head().toLowerCase().contains("\nretry-after: "), refusal.head());
      assertTrue(refusal.head().contains("application/problem+json"), refusal.head());
      refusal.awaitEnd();
      assertEquals(before + 1, meters.sum("upgrades.refused", "cause", "busy"));
    }
    waiting.stream().map(CompletableFuture::join).forEach(SocketClient::probe);
    assertEquals(0, pending());
    open(GAME, alice).probe();
  }

  @Test
  void anUpgradeWithoutItsClientIsNoLongerInHand() throws SQLException {
    // Given
    try (var connection = database.getConnection()) {
      lockLogs(connection);
      var connections = new ArrayList<RawSocket>();
      for (int i = 0; i < TightLimitsProfile.MAX_UPGRADES; i++) {
        connections.add(RawSocket.halfOpen(node, GAME, TestTokens.of(alice)));
      }
      await().until(() -> pending() == TightLimitsProfile.MAX_UPGRADES);

      // When
      connections.forEach(RawSocket::close);

      // Then
      await().until(() -> pending() == 0);
    }
  }

  @Test
  void aRefusedUpgradeIsNoLongerInHand() {
    // When
    for (int i = 0; i < 3 * TightLimitsProfile.MAX_UPGRADES; i++) {
      assertEquals(401, SocketClient.refusal(node, GAME, "no.real.token"));
      assertEquals(400, SocketClient.refusal(node, GAME + "?since=x", TestTokens.of(alice)));
    }

    // Then
    await().until(() -> pending() == 0);
  }

  private double pending() {
    return meters.sum("upgrades.pending");
  }

  @Test
  void theFrameSizeLimitIsConfigurable() {
    try (var socket = open(GAME, alice)) {
      // When
      socket.send("{\"type\":\"" + "x".repeat(TightLimitsProfile.MAX_FRAME_BYTES - 100) + "\"}");
      socket.await("error");
      socket.send("{\"type\":\"" + "x".repeat(TightLimitsProfile.MAX_FRAME_BYTES) + "\"}");

      // Then
      assertEquals(1009, socket.closeCode());
    }
  }

  @Test
  void aClientThatAnswersNoPingsIsDropped() {
    // Given
    double before = meters.sum("pongs.missed");
    try (var alive = open(GAME, alice);
        var dead = new RawSocket(node, GAME, TestTokens.of(bob))) {
      dead.ping();

      // When
      dead.awaitEnd();

      // Then
      assertEquals(before + 1, meters.sum("pongs.missed"));
      alive.probe();
    }
  }

  @Test
  void theBytesWaitingForSlowClientsAreBounded() {
    // Given
    try (var stalled = new RawSocket(node, GAME, TestTokens.of(bob));
        var healthy = open(GAME, bob);
        var bystander = open(GAME, alice)) {
      healthy.probe();
      double before = meters.sum("closes", "code", "4408");
      var flood = new Flood(otherNode, database, bob);

      // When
      for (int i = 0; i < 500 && meters.sum("closes", "code", "4408") == before; i++) {
        int poured = flood.pour();
        healthy.await("everything", frame -> frame.path("seq").asInt() == poured);
      }

      // Then
      stalled.awaitEnd();
      await().until(() -> meters.sum("closes", "code", "4408") == before + 1);
      await().until(() -> meters.sum("queue.bytes") == 0 && meters.sum("queue.behind") == 0);
      healthy.probe();
      bystander.probe();
    }
  }

  private SocketClient open(String path, String user) {
    return SocketClient.open(node, path, TestTokens.of(user));
  }

  /** Blocks all reads of logs until the connection is closed. */
  private static void lockLogs(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      statement.execute("lock table notification_head in access exclusive mode");
    }
  }
}
