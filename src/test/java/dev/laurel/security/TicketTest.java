package dev.laurel.security;

import static io.restassured.RestAssured.given;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.installation.InstallationKey;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(JwksProfile.class)
class TicketTest {
  @TestHTTPResource("/ws/probe")
  String socket;

  @Inject TicketStore tickets;
  @Inject RedisDataSource redis;
  @Inject InstallationKey key;

  @Test
  void aTicketIsRandomAndValidForThirtySeconds() {
    given()
        .auth()
        .oauth2(Tokens.rs256(Tokens.claims()))
        .post("/api/ws-tickets")
        .then()
        .statusCode(201)
        .header("Cache-Control", "no-store")
        .body("ticket", matchesPattern("[A-Za-z0-9_-]{43}"))
        .body("expires_in", equalTo(30));
  }

  @Test
  void aTicketDoesNotOutliveItsToken() {
    // Given
    var exp = Instant.now().getEpochSecond() + 10;

    // Then
    given()
        .auth()
        .oauth2(Tokens.rs256(Tokens.claims("exp", exp)))
        .post("/api/ws-tickets")
        .then()
        .body("expires_in", allOf(greaterThan(0), lessThanOrEqualTo(10)));
  }

  @Test
  void aTicketAuthenticatesTheCallerWhoBoughtIt() {
    // Given
    var exp = Instant.now().getEpochSecond() + 200;
    var ticket = buy(Tokens.rs256(Tokens.claims("exp", exp, "groups", List.of("a", "b"))));

    // When
    var handshake = Handshake.open(ws() + "/?ticket=" + ticket);

    // Then
    assertEquals("42 alice [a, b] " + exp, handshake.firstMessage());
  }

  @Test
  void aTicketOpensOneSocketOnly() {
    // Given
    var ticket = buy(Tokens.rs256(Tokens.claims()));
    assertTrue(Handshake.open(ws() + "?ticket=" + ticket).opened());

    // When
    var again = Handshake.open(ws() + "?ticket=" + ticket);

    // Then
    assertEquals(401, again.status());
  }

  @Test
  void concurrentUsesOfATicketOpenOneSocket() {
    // Given
    var ticket = buy(Tokens.rs256(Tokens.claims()));

    // When
    var attempts =
        IntStream.range(0, 20)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(() -> Handshake.open(ws() + "?ticket=" + ticket)))
            .toList();

    // Then
    assertEquals(1, attempts.stream().filter(attempt -> attempt.join().opened()).count());
  }

  @Test
  void anUnknownTicketIsRefused() {
    assertEquals(401, Handshake.open(ws() + "?ticket=" + "A".repeat(43)).status());
  }

  @Test
  void anExpiredTicketIsRefused() {
    // Given
    var before = tickets();
    var caller = caller(Instant.now().plusSeconds(60));
    var ticket = tickets.issue(caller, Duration.ofMillis(1)).await().atMost(Duration.ofSeconds(5));
    await().atMost(5, SECONDS).until(() -> tickets() <= before);

    // When
    var handshake = Handshake.open(ws() + "?ticket=" + ticket);

    // Then
    assertEquals(401, handshake.status());
  }

  @Test
  void aTicketOfAnExpiredTokenIsRefused() {
    // Given
    var caller = caller(Instant.now().minusSeconds(1));
    var ticket =
        tickets.issue(caller, Duration.ofSeconds(30)).await().atMost(Duration.ofSeconds(5));

    // When
    var handshake = Handshake.open(ws() + "?ticket=" + ticket);

    // Then
    assertEquals(401, handshake.status());
  }

  @Test
  void aTicketHasNoEffectOnRestPaths() {
    given()
        .queryParam("ticket", buy(Tokens.rs256(Tokens.claims())))
        .get("/api/probe")
        .then()
        .statusCode(401);
  }

  @Test
  void issuingATicketWithoutATokenIsRefused() {
    given().post("/api/ws-tickets").then().statusCode(401);
  }

  @Test
  void redisHoldsOnlyHashesOfTickets() {
    // When
    var ticket = buy(Tokens.rs256(Tokens.claims()));

    // Then
    assertTrue(redis.key().keys("*").stream().noneMatch(key -> key.contains(ticket)));
  }

  @Test
  void aTicketWrittenToRedisBySomebodyElseIsRefused() {
    // Given a ticket whose hash is known, and what stands for another one
    var ticket = buy(Tokens.rs256(Tokens.claims()));
    var stored = redis.key().keys("laurel:ticket:*").stream().findAny().orElseThrow();
    var other = redis.value(String.class).get(stored);
    var mine = "laurel:ticket:" + key.hash("ticket ", ticket);

    // When
    for (var forged :
        List.of(
            "",
            "x",
            "{\"id\":\"42\"}",
            "A".repeat(43) + "{\"id\":\"42\",\"roles\":[\"operator\"]}",
            key.seal("ticket " + ticket, "not what a node writes"),
            new InstallationKey(new byte[32]).seal("ticket " + ticket, "{\"id\":\"42\"}"),
            stored.equals(mine) ? "y" : other)) {
      redis.value(String.class).set(mine, forged);

      // Then
      assertEquals(401, Handshake.open(ws() + "?ticket=" + ticket).status(), forged);
    }
  }

  private static Caller caller(Instant expiresAt) {
    return new Caller("42", "alice", Set.of(), expiresAt, null, null);
  }

  private int tickets() {
    return redis.key().keys("laurel:ticket:*").size();
  }

  private static String buy(String token) {
    return given().auth().oauth2(token).post("/api/ws-tickets").path("ticket");
  }

  private String ws() {
    return socket.replaceFirst("^http", "ws");
  }
}
