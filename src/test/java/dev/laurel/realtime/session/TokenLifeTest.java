package dev.laurel.realtime.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SocketClient;
import dev.laurel.testing.TestTokens;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class TokenLifeTest {
  private static final String GAME = "/ws/game/";
  private static final String LEADERBOARD = "/ws/leaderboard/";
  private static final int TOKEN_EXPIRED = 4401;

  @TestHTTPResource("/")
  URI node;

  private final String alice = Fresh.id("alice");

  @Test
  void aSocketClosesWhenItsTokenExpires() {
    // Given
    var expiry = secondsFromNow(3);
    try (var game = open(GAME, expiry);
        var leaderboard = open(LEADERBOARD, expiry)) {
      // When
      var codes = List.of(game.closeCode(), leaderboard.closeCode());

      // Then
      assertEquals(List.of(TOKEN_EXPIRED, TOKEN_EXPIRED), codes);
      assertFalse(Instant.now().isBefore(expiry), "not before its time");
      assertTrue(Instant.now().isBefore(expiry.plusSeconds(3)), "not long after its time");
    }
  }

  @Test
  void aNewTokenKeepsTheSocketOpen() {
    // Given
    var expiry = secondsFromNow(3);
    try (var game = open(GAME, expiry);
        var leaderboard = open(LEADERBOARD, expiry);
        var other = open(GAME, expiry)) {
      for (var socket : List.of(game, leaderboard)) {
        // When
        refresh(socket, TestTokens.of(alice));

        // Then
        assertEquals(600, socket.await("token_refreshed").get("expires_in").asLong(), 2);
      }
      assertEquals(TOKEN_EXPIRED, other.closeCode());
      game.probe();
      leaderboard.probe();
    }
  }

  @Test
  void aNewTokenMayEndSooner() {
    // Given
    try (var socket = open(GAME, secondsFromNow(60))) {
      // When
      refresh(socket, token(alice, secondsFromNow(1)));

      // Then
      assertEquals(TOKEN_EXPIRED, socket.closeCode());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {GAME, LEADERBOARD})
  void theTokenOfAnotherUserIsForbidden(String path) {
    try (var socket = open(path, secondsFromNow(60))) {
      // When
      refresh(socket, TestTokens.of(Fresh.id("mallory")));

      // Then
      assertEquals("forbidden", socket.await("error").get("code").asText());
      socket.probe();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {GAME, LEADERBOARD})
  void anInvalidTokenIsAnInvalidField(String path) {
    try (var socket = open(path, secondsFromNow(60))) {
      for (var token :
          new String[] {"abc", "a.b.c", token(alice, secondsFromNow(-60)), "Bearer x"}) {
        // When
        refresh(socket, token);

        // Then
        var error = socket.await("error");
        assertEquals("invalid_field", error.get("code").asText());
        assertEquals("token", error.get("field").asText());
      }
      socket.probe();
    }
  }

  @Test
  void aRejectedTokenDoesNotProlongTheOldOne() {
    // Given
    try (var socket = open(GAME, secondsFromNow(2))) {
      // When
      refresh(socket, TestTokens.of(Fresh.id("mallory")));

      // Then
      assertEquals(TOKEN_EXPIRED, socket.closeCode());
    }
  }

  @Test
  void aResumingClientIsWarnedBeforeItsTokenExpires() {
    // Given
    try (var socket = open("/ws/game/?since=0", secondsFromNow(27))) {
      // When
      var notice = socket.await("token_expiring");

      // Then
      assertEquals("{\"type\":\"token_expiring\",\"expires_in\":25}", notice.toString());
    }
  }

  @Test
  void resumingShortlyBeforeExpiryIsWarnedWithTheTimeLeft() {
    // Given
    try (var socket = open("/ws/game/?since=0", secondsFromNow(4))) {
      // When
      var notice = socket.await("token_expiring");

      // Then
      assertEquals("resumed", socket.frames().get(0).get("type").asText());
      assertEquals(3, notice.get("expires_in").asLong(), 1);
      assertEquals(TOKEN_EXPIRED, socket.closeCode());
    }
  }

  @Test
  void aClientThatDoesNotResumeIsNotWarned() {
    // Given
    try (var socket = open(GAME, secondsFromNow(2))) {
      // When
      socket.closeCode();

      // Then
      assertEquals(0, socket.frames().size());
    }
  }

  private static void refresh(SocketClient socket, String token) {
    socket.send("{\"type\":\"refresh_token\",\"token\":\"" + token + "\"}");
  }

  private SocketClient open(String path, Instant expiry) {
    return SocketClient.open(node, path, token(alice, expiry));
  }

  private static String token(String user, Instant expiry) {
    return TestTokens.of(user, user, expiry);
  }

  private static Instant secondsFromNow(int seconds) {
    return Instant.ofEpochSecond(Instant.now().plus(Duration.ofSeconds(seconds)).getEpochSecond());
  }
}
