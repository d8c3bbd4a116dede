package dev.laurel.security;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.testing.LogLines;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(JwksProfile.class)
class TokenTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  @TestHTTPResource("/ws/probe")
  String socket;

  @TestHTTPResource String root;

  @Inject TokenVerifier verifier;

  @Test
  void anRs256TokenInTheQueryOpensASocket() {
    // Given
    var exp = Instant.now().getEpochSecond() + 120;
    var token = Tokens.rs256(Tokens.claims("exp", exp));

    // When
    var handshake = Handshake.open(ws() + "?token=" + token);

    // Then
    assertEquals("42 alice [grader] " + exp, handshake.firstMessage());
  }

  @Test
  void anEs256TokenOpensASocket() {
    assertOpens(Tokens.es256(Tokens.claims()));
  }

  @Test
  void aTokenInTheHeaderOpensASocketToo() {
    // When
    var handshake =
        Handshake.open(ws() + "/", "Authorization", "bearer " + Tokens.rs256(Tokens.claims()));

    // Then
    assertTrue(handshake.opened());
  }

  @Test
  void aSocketWithATrailingSlashTakesATokenInTheQuery() {
    // When
    var handshake = Handshake.open(ws() + "/?token=" + Tokens.rs256(Tokens.claims()));

    // Then
    assertTrue(handshake.opened());
  }

  @Test
  void noTokenIsRefused() {
    assertRefused(Handshake.open(ws()));
  }

  @Test
  void aMalformedTokenIsRefused() {
    assertRefused("abc.def");
  }

  @Test
  void anEmptyTokenIsRefused() {
    assertRefused("");
  }

  @Test
  void anExpiredTokenIsRefused() {
    var past = Instant.now().minusSeconds(60).getEpochSecond();
    assertRefused(Tokens.rs256(Tokens.claims("iat", past - 60, "exp", past)));
  }

  @Test
  void aTokenWithoutExpiryIsRefused() {
    assertRefused(Tokens.rs256(Tokens.claims("exp", null)));
  }

  @Test
  void aTokenThatIsNotYetValidIsRefused() {
    var future = Instant.now().plusSeconds(60).getEpochSecond();
    assertRefused(Tokens.rs256(Tokens.claims("nbf", future)));
  }

  @Test
  void aTokenSignedByAnotherKeyIsRefused() {
    assertRefused(Tokens.signedByAnotherKey());
  }

  @Test
  void aTokenOfAnotherIssuerIsRefused() {
    assertRefused(Tokens.rs256(Tokens.claims("iss", "https://elsewhere.example")));
  }

  @Test
  void aTokenForAnotherAudienceIsRefused() {
    assertRefused(Tokens.rs256(Tokens.claims("aud", "gradebook")));
  }

  @Test
  void aTokenWithoutAudienceIsRefused() {
    assertRefused(Tokens.rs256(Tokens.claims("aud", null)));
  }

  @Test
  void anUnsignedTokenIsRefused() {
    assertRefused(Tokens.unsigned(Tokens.claims()));
  }

  @Test
  void anHs256TokenSignedWithThePublicKeyIsRefused() {
    assertRefused(Tokens.hs256(Tokens.claims(), Tokens.publicKeyDer()));
  }

  @Test
  void aTokenWithoutAUserIsRefused() {
    assertRefused(Tokens.rs256(Tokens.claims("sub", null)));
  }

  @Test
  void aTokenWithABlankUserIsRefused() {
    assertRefused(Tokens.rs256(Tokens.claims("sub", "  ")));
  }

  @Test
  void aTokenWithATooLongUserIsRefused() {
    assertRefused(Tokens.rs256(Tokens.claims("sub", "x".repeat(129))));
  }

  @Test
  void aTokenWithAListAsUserIsRefused() {
    assertRefused(Tokens.rs256(Tokens.claims("sub", List.of("42"))));
  }

  @Test
  void twoCredentialsAtOnceAreRefused() {
    // Given
    var token = Tokens.rs256(Tokens.claims());

    // Then
    assertRefused(Handshake.open(ws() + "?token=" + token, "Authorization", "Bearer " + token));
  }

  @Test
  void basicCredentialsOfAProxyAreIgnored() {
    // When
    var handshake =
        Handshake.open(
            ws() + "?token=" + Tokens.rs256(Tokens.claims()), "Authorization", "Basic dTpw");

    // Then
    assertTrue(handshake.opened());
  }

  @Test
  void aCallerWithTheRoleIsAllowed() {
    given()
        .auth()
        .oauth2(Tokens.rs256(Tokens.claims()))
        .get("/api/probe/grader")
        .then()
        .statusCode(200)
        .body(startsWith("42 alice [grader] "));
  }

  @Test
  void aCallerWithoutTheRoleIsForbidden() {
    given()
        .auth()
        .oauth2(Tokens.rs256(Tokens.claims("groups", List.of("student"))))
        .get("/api/probe/grader")
        .then()
        .statusCode(403)
        .contentType("application/problem+json")
        .body("status", equalTo(403));
  }

  @Test
  void rolesMayBeOneString() {
    given()
        .auth()
        .oauth2(Tokens.rs256(Tokens.claims("groups", "student, grader")))
        .get("/api/probe")
        .then()
        .body(startsWith("42 alice [grader, student] "));
  }

  @Test
  void theIdIsTheUsernameOfATokenWithoutAName() {
    given()
        .auth()
        .oauth2(Tokens.rs256(Tokens.claims("preferred_username", null)))
        .get("/api/probe")
        .then()
        .body(startsWith("42 42 "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"//api/probe", "/api//probe", "/x/../api/probe", "/api;a=b/probe", "/%61pi/probe"})
  void alternativeSpellingsOfAPathNeedATokenToo(String path)
      throws IOException, InterruptedException {
    // Given
    var request = HttpRequest.newBuilder(URI.create(root.replaceFirst("/$", "") + path)).build();

    // When
    var response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());

    // Then
    assertTrue(Set.of(400, 401, 404).contains(response.statusCode()), response.body());
  }

  @Test
  void theAccessLogHasNoTokens() {
    // Given
    var token = Tokens.rs256(Tokens.claims());
    try (var log = new LogLines("io.quarkus.http.access-log")) {
      // When
      Handshake.open(ws() + "?token=" + token + "x");

      // Then
      await().atMost(SOON).until(() -> !log.all().isEmpty());
      var line = log.all().get(0).getMessage();
      assertTrue(line.contains("GET /ws/probe HTTP/1.1\" 401"), line);
      assertFalse(line.contains(token), line);
    }
  }

  @Test
  void aTokenInTheQueryOfARestRequestHasNoEffect() {
    given()
        .queryParam("token", Tokens.rs256(Tokens.claims()))
        .get("/api/probe")
        .then()
        .statusCode(401)
        .header("WWW-Authenticate", "Bearer")
        .contentType("application/problem+json");
  }

  @Test
  void anInvalidTokenInTheHeaderOfARestRequestIsRefused() {
    given()
        .auth()
        .oauth2("abc.def.ghi")
        .get("/api/probe")
        .then()
        .statusCode(401)
        .header("WWW-Authenticate", "Bearer")
        .contentType("application/problem+json")
        .body("title", equalTo("Unauthorized"));
  }

  @Test
  void aTokenOnAnOpenSocketIsVerifiedByTheSameRules() {
    // When
    var caller = verifier.verify(Tokens.es256(Tokens.claims("sub", "7"))).await().atMost(SOON);

    // Then
    assertEquals("7", caller.id());
  }

  @Test
  void anExpiredTokenOnAnOpenSocketIsRefused() {
    // Given
    var past = Instant.now().minusSeconds(60).getEpochSecond();
    var token = Tokens.rs256(Tokens.claims("exp", past));

    // Then
    assertThrows(
        AuthenticationFailedException.class, () -> verifier.verify(token).await().atMost(SOON));
  }

  private void assertOpens(String token) {
    assertEquals(101, Handshake.open(ws() + "?token=" + token).status());
  }

  @ParameterizedTest
  @ValueSource(strings = {SocketPaths.GAME, SocketPaths.LEADERBOARD})
  void socketsRequireAToken(String path) {
    // Given
    var uri = ws().replace("/ws/probe", path);

    // Then
    for (var form : List.of(uri, uri + "/")) {
      assertRefused(Handshake.open(form));
      assertRefused(Handshake.open(form + "?token=" + Tokens.unsigned(Tokens.claims())));
      assertRefused(Handshake.open(form + "?ticket=" + "A".repeat(43)));
    }
  }

  private void assertRefused(String token) {
    assertRefused(Handshake.open(ws() + "?token=" + token));
  }

  private static void assertRefused(Handshake handshake) {
    assertEquals(
        new Handshake(401, "Bearer", "application/problem+json", null),
        handshake,
        "status, challenge and media type of the refusal");
  }

  private String ws() {
    return socket.replaceFirst("^http", "ws");
  }
}
