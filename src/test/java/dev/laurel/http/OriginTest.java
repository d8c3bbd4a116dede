package dev.laurel.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.TestTokens;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which pages may talk to the service; {@code https://courses.example} is the one allowed. */
@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class OriginTest {
  private static final String ALLOWED = "https://courses.example";

  @TestHTTPResource("/")
  URI node;

  private final String token = TestTokens.of(Fresh.id("ada"));

  static Stream<String> own() {
    return Stream.of("http://%s", "HTTP://%S", "https://%s");
  }

  @ParameterizedTest
  @MethodSource("own")
  void aPageOfTheServiceItselfOpensSockets(String origin) {
    assertEquals(101, handshake(origin.formatted(node.getAuthority())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ALLOWED,
        "https://courses.example:443",
        "HTTPS://Courses.Example",
        "capacitor://localhost"
      })
  void aPageOfAnAllowedOriginOpensSockets(String origin) {
    assertEquals(101, handshake(origin));
  }

  @Test
  void whoIsNoBrowserOpensSockets() {
    assertEquals(101, handshake(null));
  }

  static Stream<String> foreign() {
    return Stream.of(
        "null",
        "",
        "https://evil.example",
        "http://courses.example",
        "https://courses.example:8443",
        "https://courses.example.evil.example",
        "https://evil.example/https://courses.example",
        "https://courses.example/",
        "https://courses.example@evil.example",
        "https://x.courses.example",
        "https://courses.example,https://evil.example",
        "https://courses.example https://evil.example",
        "chrome-extension://courses.example",
        "http://localhost",
        "http://localhost:1",
        "*");
  }

  @ParameterizedTest
  @MethodSource("foreign")
  void aPageOfAnotherOriginOpensNone(String origin) {
    assertEquals(403, handshake(origin));
  }

  @ParameterizedTest
  @MethodSource("foreign")
  void aPageOfAnotherOriginIsToldSoInAProblemDocument(String origin) {
    given()
        .auth()
        .oauth2(token)
        .header("Origin", origin)
        .get("/api/me")
        .then()
        .statusCode(403)
        .contentType("application/problem+json")
        .body("status", equalTo(403))
        .body("detail", containsString("origin"))
        .header("Access-Control-Allow-Origin", nullValue())
        .header("Vary", containsString("origin"));
  }

  @Test
  void whatAProxySaysIsNotBelievedUnlessQuarkusIsToldTo() {
    given()
        .auth()
        .oauth2(token)
        .header("Origin", "https://evil.example")
        .header("X-Forwarded-Host", "evil.example")
        .header("X-Forwarded-Proto", "https")
        .header("Forwarded", "host=evil.example;proto=https")
        .get("/api/me")
        .then()
        .statusCode(403);
  }

  @Test
  void anAllowedPageReadsAnswers() {
    given()
        .auth()
        .oauth2(token)
        .header("Origin", ALLOWED)
        .get("/api/notifications")
        .then()
        .statusCode(200)
        .header("Access-Control-Allow-Origin", ALLOWED)
        .header("Access-Control-Allow-Credentials", nullValue())
        .header("Access-Control-Expose-Headers", containsString("ETag"))
        .header("Vary", containsString("origin"));
  }

  @Test
  void anAllowedPageReadsRefusalsToo() {
    given()
        .header("Origin", ALLOWED)
        .get("/api/me")
        .then()
        .statusCode(401)
        .header("Access-Control-Allow-Origin", ALLOWED);
  }

  @Test
  void aPreflightOfAnAllowedPageIsAnsweredWithoutAToken() {
    preflight(ALLOWED)
        .statusCode(204)
        .header("Access-Control-Allow-Origin", ALLOWED)
        .header("Access-Control-Allow-Methods", containsString("PUT"))
        .header("Access-Control-Allow-Headers", containsString("Authorization"))
        .header("Access-Control-Max-Age", "3600");
  }

  @ParameterizedTest
  @CsvSource({"https://evil.example", "null"})
  void aPreflightOfAnotherPageIsRefused(String origin) {
    preflight(origin).statusCode(403).header("Access-Control-Allow-Origin", nullValue());
  }

  private static ValidatableResponse preflight(String origin) {
    return given()
        .header("Origin", origin)
        .header("Access-Control-Request-Method", "PUT")
        .header("Access-Control-Request-Headers", "authorization,content-type")
        .options("/api/leaderboards/global/me/visibility")
        .then();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"traceparent", "tracestate", "baggage", "sentry-trace", "Prefer", "If-None-Match"})
  void aPreflightAllowsTheHeadersOfTracesAndPreferences(String header) {
    given()
        .header("Origin", "capacitor://localhost")
        .header("Access-Control-Request-Method", "GET")
        .header("Access-Control-Request-Headers", header)
        .options("/api/me")
        .then()
        .header("Access-Control-Allow-Origin", equalTo("capacitor://localhost"))
        .header("Access-Control-Allow-Headers", containsString(header));
  }

  @Test
  void theServicesOwnPageNeedsNoLeave() {
    given()
        .auth()
        .oauth2(token)
        .header("Origin", "http://" + node.getAuthority())
        .get("/api/me")
        .then()
        .statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "courses.example",
        "https://",
        "https://*",
        "*",
        "ftp://courses.example",
        "https://a b"
      })
  void aSettingThatIsNoOriginIsRefusedByName(String setting) {
    var failure = assertThrows(IllegalArgumentException.class, () -> WebOrigin.of(setting));
    assertTrue(failure.getMessage().contains(setting), failure::getMessage);
  }

  @Test
  void aStartFailsWithTheNameOfTheSetting() {
    // Given
    var settings = Map.of("laurel.http.origins", "https://courses.example,courses.example");
    var config =
        new SmallRyeConfigBuilder()
            .withMapping(HttpConfig.class)
            .withSources(new PropertiesConfigSource(settings, "test", 100));

    // When
    var failure = assertThrows(ConfigValidationException.class, config::build);

    // Then
    assertTrue(failure.getMessage().contains("laurel.http.origins"), failure::getMessage);
  }

  /** The status that a request for a socket is answered with. */
  private int handshake(String origin) {
    var request = HttpClient.newHttpClient().newWebSocketBuilder();
    if (origin != null) {
      request.header("Origin", origin);
    }
    var address = URI.create("ws://" + node.getAuthority() + "/ws/game/?token=" + token);
    try {
      request.buildAsync(address, new WebSocket.Listener() {}).join().abort();
      return 101;
    } catch (CompletionException e) {
      if (e.getCause() instanceof WebSocketHandshakeException refused) {
        return refused.getResponse().statusCode();
      }
      throw e;
    }
  }
}
