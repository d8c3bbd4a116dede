package dev.laurel.realtime.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.laurel.installation.InstallationKey;
import dev.laurel.testing.CourseBackEnd;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SocketClient;
import dev.laurel.testing.TestTokens;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class RevokedSocketsTest {
  private static final String GAME = "/ws/game/";
  private static final String LEADERBOARD = "/ws/leaderboard/";
  private static final int ACCESS_REVOKED = 4450;

  @TestHTTPResource("/")
  URI node;

  @Inject DataSource database;
  @Inject InstallationKey key;

  private final String mallory = Fresh.id("mallory");
  private final String alice = Fresh.id("alice");
  private CourseBackEnd backEnd;

  @BeforeEach
  void connectBackEnd() {
    backEnd = new CourseBackEnd(node);
  }

  @Test
  void revokingAUserClosesOnlyThatUsersSockets() {
    // Given
    try (var game = open(GAME, TestTokens.of(mallory));
        var leaderboard = open(LEADERBOARD, TestTokens.of(mallory));
        var others = open(GAME, TestTokens.of(alice))) {
      // When
      backEnd.revoke(mallory, null);

      // Then
      assertEquals(ACCESS_REVOKED, game.closeCode());
      assertEquals(ACCESS_REVOKED, leaderboard.closeCode());
      others.probe();
    }
  }

  @Test
  void revokingATokenClosesOnlyItsSockets() {
    // Given
    try (var stolen = open(GAME, token("stolen", Instant.now()));
        var too = open(LEADERBOARD, token("stolen", Instant.now()));
        var other = open(GAME, token("other", Instant.now()))) {
      // When
      backEnd.revoke(mallory, "stolen");

      // Then
      assertEquals(ACCESS_REVOKED, stolen.closeCode());
      assertEquals(ACCESS_REVOKED, too.closeCode());
      other.probe();
    }
  }

  @Test
  void aRevocationOfAnotherNodeClosesSocketsWithoutAHint() throws SQLException {
    // Given
    try (var game = open(GAME, TestTokens.of(mallory))) {
      game.probe();

      // When
      var revoked = Instant.now();
      try (var connection = database.getConnection();
          var statement = connection.createStatement()) {
        statement.execute(
            "insert into revocation values ('" + mallory + "', '', clock_timestamp())");
      }

      // Then
      assertEquals(ACCESS_REVOKED, game.closeCode());
      assertEquals(0, Duration.between(revoked, Instant.now()).toSeconds() / 5);
    }
  }

  @Test
  void anErasureOnAnotherNodeClosesSocketsWithoutAHint() throws SQLException {
    // Given
    try (var game = open(GAME, TestTokens.of(mallory));
        var others = open(GAME, TestTokens.of(alice))) {
      game.probe();

      // When
      try (var connection = database.getConnection();
          var statement = connection.createStatement()) {
        statement.execute(
            """
            insert into revocation values (chr(1) || '%s', '', clock_timestamp())"""
                .formatted(key.hash("erased user", mallory)));
      }

      // Then
      assertEquals(ACCESS_REVOKED, game.closeCode());
      others.probe();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {GAME, LEADERBOARD})
  void aRefreshedSocketIsClosedByItsNewestTokensRevocationOnly(String path) {
    // Given
    try (var refreshed = open(path, token("old", Instant.now()));
        var revoked = open(path, token("old", Instant.now()))) {
      refresh(refreshed, token("new", Instant.now()));
      refreshed.await("token_refreshed");

      // When
      backEnd.revoke(mallory, "old");

      // Then
      assertEquals(ACCESS_REVOKED, revoked.closeCode());
      refreshed.probe();
      backEnd.revoke(mallory, "new");
      assertEquals(ACCESS_REVOKED, refreshed.closeCode());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {GAME, LEADERBOARD})
  void aRevokedTokenRefreshesNothing(String path) {
    // Given
    backEnd.revoke(mallory, "stolen");
    try (var socket = open(path, token("other", Instant.now()))) {
      // When
      refresh(socket, token("stolen", Instant.now()));

      // Then
      var error = socket.await("error");
      assertEquals("invalid_field", error.get("code").asText());
      assertEquals("token", error.get("field").asText());
      socket.probe();
    }
  }

  @Test
  void aNewLoginAfterARevocationIsAccepted() {
    // Given
    backEnd.revoke(mallory, null);

    // When
    try (var socket = open(GAME, TestTokens.afterRevocation(mallory))) {
      // Then
      socket.probe();
    }
  }

  @Test
  void socketsOpenedWhileTheirTokenIsRevokedDoNotStayOpen() {
    for (int round = 0; round < 5; round++) {
      // Given
      var user = Fresh.id("mallory");
      var token = TestTokens.of(user);

      // When
      var opening =
          IntStream.range(0, 8)
              .mapToObj(i -> CompletableFuture.supplyAsync(() -> closeCodeOrRefusal(token)))
              .toList();
      backEnd.revoke(user, null);

      // Then
      for (var socket : opening) {
        assertEquals(true, List.of(401, ACCESS_REVOKED).contains(socket.join()));
      }
    }
  }

  private int closeCodeOrRefusal(String token) {
    SocketClient socket;
    try {
      socket = open(GAME, token);
    } catch (RuntimeException e) {
      return SocketClient.refusal(node, GAME, token);
    }
    try (socket) {
      return socket.closeCode();
    }
  }

  private static void refresh(SocketClient socket, String token) {
    socket.send("{\"type\":\"refresh_token\",\"token\":\"" + token + "\"}");
  }

  private SocketClient open(String path, String token) {
    return SocketClient.open(node, path, token);
  }

  private String token(String id, Instant issuedAt) {
    return TestTokens.issued(mallory, issuedAt, id);
  }
}
