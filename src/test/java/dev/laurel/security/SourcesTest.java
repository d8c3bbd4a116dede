package dev.laurel.security;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.security.source.Issuer;
import dev.laurel.testing.LogLines;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(SourcesProfile.class)
class SourcesTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  @TestHTTPResource("/ws/probe")
  String socket;

  @ConfigProperty(name = SourcesProfile.FILES)
  String files;

  @Test
  void aSecretWithDollarsIsTakenAsItIsWritten() {
    whoIs(hs256(SourcesProfile.SECRET)).statusCode(200).body(startsWith("42 alice [grader] "));
  }

  @Test
  void aSecretInAFileIsReplacedWithoutARestart() throws IOException {
    // Given
    var secret = "the secret that Django has from now on";
    var before = hs256(SourcesProfile.FIRST_IN_FILE, "user_id", 7);
    whoIs(before).statusCode(200).body(startsWith("7 alice "));
    whoIs(hs256(secret, "user_id", 8)).statusCode(401);

    // When
    Files.writeString(Path.of(files), SourcesProfile.FIRST_IN_FILE + "\n" + secret + "\n");

    // Then
    await().atMost(SOON).untilAsserted(() -> whoIs(hs256(secret, "user_id", 8)).statusCode(200));
    whoIs(before).statusCode(200);
  }

  @Test
  void whileTheKeysOfAnIssuerAreAwayItsTokensAreAnswered503() {
    // Given
    var token = Issuer.sign(Issuer.generate("RSA"), "a", Tokens.claims());

    // Then
    whoIs(token).statusCode(503).header("Retry-After", "5").contentType("application/problem+json");
    assertEquals(
        new Handshake(503, null, "application/problem+json", null),
        Handshake.open(socket.replaceFirst("^http", "ws") + "?token=" + token));
  }

  @Test
  void theLogSaysOnceWhyTokensAreRefused() {
    // Given
    var secret = "a secret that nobody here has ever had";
    try (var log = new LogLines("laurel.security")) {
      // When
      whoIs(hs256(secret, "token_type", "refresh")).statusCode(401);
      whoIs(hs256(SourcesProfile.SECRET, "token_type", "refresh")).statusCode(401);
      whoIs(hs256(SourcesProfile.SECRET, "token_type", "refresh")).statusCode(401);

      // Then
      var lines =
          log.all().stream().filter(line -> line.getMessage().contains("no access token")).toList();
      assertEquals(1, lines.size());
      assertTrue(lines.get(0).getMessage().startsWith("A token was refused: "));
    }
  }

  private static String hs256(String secret, Object... changes) {
    var claims = Tokens.claims(changes);
    claims.remove("iss");
    return Tokens.hs256(claims, secret.getBytes(StandardCharsets.UTF_8));
  }

  private static ValidatableResponse whoIs(String token) {
    return given().auth().oauth2(token).get("/api/probe").then();
  }
}
