package dev.laurel.security;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SocketClient;
import dev.laurel.testing.TestTokens;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class RevocationTest {
  private static final Duration SOON = Duration.ofSeconds(2);

  @TestHTTPResource("/")
  URI node;

  @Inject DataSource database;

  private final String mallory = Fresh.id("mallory");

  @Test
  void allTokensOfAUserIssuedUntilNowAreRefused() {
    // Given
    var one = token(mallory, "iat", seconds(-60), "jti", "one");
    var two = token(mallory, "iat", seconds(0), "jti", "two");
    assertAccepted(one);
    assertAccepted(two);

    // When
    revoke(mallory, null).statusCode(204);

    // Then
    assertRefused(one);
    assertRefused(two);
  }

  @Test
  void aTokenWithoutATimeOfIssueIsRefused() {
    // When
    revoke(mallory, null).statusCode(204);

    // Then
    assertRefused(token(mallory, "iat", null));
  }

  @Test
  void aTokenIssuedLaterThanTheSkewIsAccepted() {
    // When
    revoke(mallory, null).statusCode(204);

    // Then
    assertAccepted(TestTokens.afterRevocation(mallory));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5})
  void aTokenOfAClockThatIsAheadIsRefusedThoughThisNodeHasNotSeenItBefore(int ahead) {
    // Given
    var token = token(mallory, "iat", seconds(ahead));

    // When
    revoke(mallory, null).statusCode(204);

    // Then
    assertRefused(token);
  }

  @Test
  void aTokenThatNoRevocationOfNowWouldCoverIsRefused() {
    assertAccepted(token(mallory, "iat", seconds(4)));
    assertRefused(token(mallory, "iat", seconds(8)));
    assertRefused(token(mallory, "iat", seconds(0) * 1_000));
  }

  @Test
  void aSecondRevocationRefusesTokensIssuedSinceTheFirst() {
    // Given
    revokeOnAnotherNode(mallory);
    execute(
        "update revocation set revoked_at = revoked_at - interval '10 s' where user_id = '%s'"
            .formatted(mallory));
    var between = token(mallory, "iat", seconds(-5));

    // When
    revoke(mallory, null).statusCode(204);

    // Then
    assertRefused(between);
  }

  @Test
  void tokensOfOtherUsersStayAccepted() {
    // Given
    var alice = token(Fresh.id("alice"), "jti", "one");

    // When
    revoke(mallory, null).statusCode(204);
    revoke(mallory, "one").statusCode(204);

    // Then
    assertAccepted(alice);
  }

  @Test
  void aSingleTokenIsRefusedWithoutTheOthers() {
    // Given
    var stolen = token(mallory, "jti", "stolen");
    var other = token(mallory, "jti", "other");
    var unnamed = token(mallory, "jti", null);

    // When
    revoke(mallory, "stolen").statusCode(204);

    // Then
    assertRefused(stolen);
    assertAccepted(other);
    assertAccepted(unnamed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/ws/game/", "/ws/leaderboard/"})
  void aRevokedTokenOpensNoSocket(String path) {
    // Given
    var token = token(mallory);

    // When
    revoke(mallory, null).statusCode(204);

    // Then
    assertEquals(401, SocketClient.refusal(node, path, token));
  }

  @Test
  void aTicketBoughtWithARevokedTokenOpensNoSocket() {
    // Given
    var token = token(mallory, "jti", "stolen");
    String ticket = given().auth().oauth2(token).post("/api/ws-tickets").path("ticket");

    // When
    revoke(mallory, "stolen").statusCode(204);

    // Then
    var game = node.resolve("/ws/game/?ticket=" + ticket).toString();
    assertEquals(401, Handshake.open(game.replaceFirst("^http", "ws")).status());
  }

  @Test
  void revocationsOfAnotherNodeAreFoundWithoutAHint() {
    // Given
    var token = token(mallory);
    assertAccepted(token);

    // When
    revokeOnAnotherNode(mallory);

    // Then
    await().atMost(SOON).untilAsserted(() -> assertRefused(token));
  }

  @Test
  void aRevocationCommittedLateIsFound() {
    // Given
    var token = token(mallory, "iat", seconds(-60));
    revoke(Fresh.id("other"), null).statusCode(204);

    // When
    execute(
        "insert into revocation values ('%s', '', clock_timestamp() - interval '30 s')"
            .formatted(mallory));

    // Then
    await().atMost(SOON).untilAsserted(() -> assertRefused(token));
  }

  @Test
  void oldRevocationsExpire() {
    // Given
    var recent = Fresh.id("recent");
    revokeOnAnotherNode(mallory);
    revokeOnAnotherNode(recent);
    execute(
        "update revocation set revoked_at = now() - interval '31 days' where user_id = '%s'"
            .formatted(mallory));

    // When
    QuarkusTransaction.requiringNew().run(() -> Revocation.expire(Duration.ofDays(30)));

    // Then
    var users =
        QuarkusTransaction.requiringNew().call(() -> Revocation.since(Instant.EPOCH)).stream()
            .map(revocation -> revocation.userId)
            .toList();
    assertEquals(
        List.of(recent), users.stream().filter(List.of(mallory, recent)::contains).toList());
  }

  @ParameterizedTest
  @CsvSource({"grader, 403", "student, 403", "instructor, 403", "operator, 204"})
  void strangersDoNotRevoke(String role, int status) {
    given()
        .auth()
        .oauth2(TestTokens.of(Fresh.id("u"), role))
        .delete("/api/users/{id}/sessions", mallory)
        .then()
        .statusCode(status);
  }

  @Test
  void revokingWithoutATokenIsRefused() {
    given().delete("/api/users/{id}/sessions", mallory).then().statusCode(401);
  }

  @Test
  void anInvalidUserIsNamedInTheError() {
    revoke(" ", null)
        .statusCode(400)
        .contentType("application/problem+json")
        .body("errors.field", contains("id"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 129})
  void anInvalidTokenIdIsNamedInTheError(int length) {
    revoke(mallory, "x".repeat(length))
        .statusCode(400)
        .contentType("application/problem+json")
        .body("errors.field", contains("token_id"));
  }

  private static void revokeOnAnotherNode(String user) {
    QuarkusTransaction.requiringNew().run(() -> Revocation.add(user, Revocation.ALL));
  }

  private static ValidatableResponse revoke(String user, String tokenId) {
    var request = given().auth().oauth2(TestTokens.of(Fresh.id("operator"), "operator"));
    if (tokenId != null) {
      request.queryParam("token_id", tokenId);
    }
    return request.delete("/api/users/{id}/sessions", user).then();
  }

  private static void assertAccepted(String token) {
    given().auth().oauth2(token).get("/api/me").then().statusCode(200);
  }

  private static void assertRefused(String token) {
    given()
        .auth()
        .oauth2(token)
        .get("/api/me")
        .then()
        .statusCode(401)
        .contentType("application/problem+json");
  }

  private static String token(String user, Object... changes) {
    var claims = Tokens.claims(changes);
    claims.put("sub", user);
    return Tokens.hs256(claims, TestTokens.SECRET.getBytes(StandardCharsets.UTF_8));
  }

  private static long seconds(int fromNow) {
    return Instant.now().getEpochSecond() + fromNow;
  }

  private void execute(String statement) {
    try (var connection = database.getConnection();
        var executing = connection.createStatement()) {
      executing.execute(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
