package dev.laurel.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.testing.Certificate;
import dev.laurel.testing.CourseBackEnd;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.LaurelProcess;
import dev.laurel.testing.SocketClient;
import dev.laurel.testing.TestTokens;
import io.restassured.builder.RequestSpecBuilder;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The packaged service as it runs in production, beside servers that it has not brought: with a
 * certificate, behind a proxy that it believes, and with little patience.
 */
class HardenedNodeIT {
  private static final Pattern TLS = Pattern.compile("https://[^\\s\"]*?:(\\d+)");
  private static final int FATAL_ALERT = 0x15;
  private static final int PROTOCOL_VERSION = 70;

  /** TLS 1.1 and one cipher suite, as old clients offer it. */
  private static final int[] HELLO_OF_TLS_1_1 = {
    0x16, 3, 1, 0, 45, 1, 0, 0, 41, 3, 2, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17,
    18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 0, 0, 2, 0, 0x2f, 1, 0
  };

  private static final String ADA = Fresh.id("ada");

  @TempDir static Path directory;

  private static Certificate certificate;
  private static LaurelProcess laurel;
  private static URI plain;
  private static URI secure;

  private static Map<String, Dripping> slow;

  @BeforeAll
  static void start() throws IOException, GeneralSecurityException {
    certificate = Certificate.make(directory);
    laurel = LaurelProcess.start(environment(false));
    plain = laurel.baseUri();
    secure = secureUri(laurel);
    slow = slowClients();
  }

  private static Map<String, String> environment(boolean http2) {
    var environment = new HashMap<>(LaurelProcess.environment(EmbeddedServersResource.settings()));
    if (http2) {
      environment.put("QUARKUS_HTTP_HTTP2", "true");
    }
    environment.putAll(
        Map.of(
            "QUARKUS_HTTP_SSL_CERTIFICATE_FILES", certificate.certificate().toString(),
            "QUARKUS_HTTP_SSL_CERTIFICATE_KEY_FILES", certificate.key().toString(),
            "QUARKUS_HTTP_INSECURE_REQUESTS", "enabled",
            "QUARKUS_HTTP_SSL_PORT", "0",
            "QUARKUS_HTTP_PROXY_PROXY_ADDRESS_FORWARDING", "true",
            "QUARKUS_HTTP_PROXY_ENABLE_FORWARDED_HOST", "true",
            "LAUREL_HTTP_HEAD_TIMEOUT", "2s",
            "LAUREL_HTTP_BODY_TIMEOUT", "2s"));
    return environment;
  }

  private static URI secureUri(LaurelProcess node) {
    var port = TLS.matcher(node.log());
    assertTrue(port.find(), node::log);
    return URI.create("https://localhost:" + port.group(1));
  }

  @AfterAll
  static void stop() throws IOException {
    for (var client : slow.values()) {
      client.close();
    }
    laurel.close();
  }

  /** All at once, since each waits for a deadline. */
  private static Map<String, Dripping> slowClients() throws IOException {
    var clients = new HashMap<String, Dripping>();
    clients.put("silent", new Dripping(plain));
    clients.put("silent, without TLS where TLS is due", new Dripping(secure));

    var head = "GET /api/me HTTP/1.1\r\nHost: laurel\r\nX-Filler: " + "x".repeat(10_000);
    clients.put("head", new Dripping(plain).drip(head));

    var laterHead = new Dripping(plain);
    laterHead.send("GET /q/health/live HTTP/1.1\r\nHost: laurel\r\n\r\n");
    assertTrue(laterHead.awaitText("\"UP\"").startsWith("HTTP/1.1 200 "));
    clients.put("later head", laterHead.drip(head));

    clients.put("body", slowBody("Content-Length: 100000\r\n\r\n"));
    clients.put("chunked body", slowBody("Transfer-Encoding: chunked\r\n\r\n186a0\r\n"));
    return clients;
  }

  private static Dripping slowBody(String endOfHead) throws IOException {
    var client = new Dripping(plain);
    client.send(head("POST", "/api/submissions", "grader") + endOfHead + "[{\"source\":\"");
    return client.drip("x".repeat(10_000));
  }

  @ParameterizedTest
  @ValueSource(strings = {"silent", "silent, without TLS where TLS is due", "head", "later head"})
  void whoTakesTooLongToSayWhatItWantsIsClosed(String client) throws IOException {
    assertEquals("", slow.get(client).awaitEnd());
  }

  @ParameterizedTest
  @ValueSource(strings = {"body", "chunked body"})
  void whoTakesTooLongToSendABodyIsToldAndClosed(String client) throws IOException {
    var answer = slow.get(client).awaitEnd();
    assertTrue(answer.startsWith("HTTP/1.1 408 "), answer);
    assertTrue(answer.contains("application/problem+json"), answer);
  }

  @Test
  void longPollsAndSocketsStayAndSoDoesTheConnectionAfterAnAnswer() throws IOException {
    try (var socket = SocketClient.open(plain, "/ws/game/", TestTokens.of(ADA));
        var client = new Dripping(plain)) {
      // When
      client.send(head("GET", "/api/notifications?wait=3", "student") + "\r\n");

      // Then
      assertTrue(client.awaitText("last_seq").startsWith("HTTP/1.1 200 "));
      client.send(head("GET", "/api/notifications/unread-count", "student") + "\r\n");
      assertTrue(client.awaitText("read_up_to").startsWith("HTTP/1.1 200 "));
      socket.probe();
      new CourseBackEnd(plain).tell(ADA, 1);
      assertEquals("points_update", socket.next().get("type").asText());
    }
  }

  @Test
  void http2IsNotSpokenOverTls() {
    var answer =
        http2Client()
            .sendAsync(
                request(secure, "/api/me", "student").build(), HttpResponse.BodyHandlers.ofString())
            .orTimeout(8, TimeUnit.SECONDS)
            .join();
    assertEquals(HttpClient.Version.HTTP_1_1, answer.version());
    assertEquals(200, answer.statusCode());
  }

  @Test
  void http2IsNotSpokenWithoutTls() throws IOException {
    try (var client = new Dripping(plain)) {
      // When
      client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

      // Then: a line of HTTP/1.1, where a server that speaks HTTP/2 begins with its settings
      assertTrue(client.awaitEnd().startsWith("HTTP/2.0 501 "));
    }
  }

  @Test
  void aSlowBodyOverHttp2LeavesTheOtherRequestsOfTheConnectionAloneWhereItIsSwitchedOn() {
    try (var node = LaurelProcess.start(environment(true))) {
      // Given
      var address = secureUri(node);
      var client = http2Client();
      var poll =
          client.sendAsync(
              request(address, "/api/notifications?wait=3", "student").build(),
              HttpResponse.BodyHandlers.ofString());

      // When
      var post =
          client.sendAsync(
              request(address, "/api/submissions", "grader")
                  .POST(HttpRequest.BodyPublishers.fromPublisher(HardenedNodeIT::keepWaiting))
                  .build(),
              HttpResponse.BodyHandlers.ofString());

      // Then
      assertTrue(
          post.handle((answered, failure) -> failure != null)
              .orTimeout(8, TimeUnit.SECONDS)
              .join());
      var answer = poll.orTimeout(8, TimeUnit.SECONDS).join();
      assertEquals(HttpClient.Version.HTTP_2, answer.version());
      assertEquals(200, answer.statusCode());
    }
  }

  private static HttpClient http2Client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_2)
        .sslContext(certificate.trusted())
        .build();
  }

  /** A body of which nothing ever comes. */
  private static void keepWaiting(Flow.Subscriber<? super ByteBuffer> receiver) {
    receiver.onSubscribe(
        new Flow.Subscription() {
          @Override
          public void request(long buffers) {}

          @Override
          public void cancel() {}
        });
  }

  private static HttpRequest.Builder request(URI node, String path, String role) {
    return HttpRequest.newBuilder(node.resolve(path))
        .header("Content-Type", "application/json")
        .header("Authorization", "Bearer " + TestTokens.of(ADA, role));
  }

  @ParameterizedTest
  @CsvSource({"30000, 10, 431", "10, 30000, 414"})
  void aHeadThatIsTooLongIsRefused(int header, int path, int status) throws IOException {
    try (var client = new Dripping(plain)) {
      client.send(
          "GET /%s HTTP/1.1\r\nHost: laurel\r\nX-Filler: %s\r\n\r\n"
              .formatted("p".repeat(path), "x".repeat(header)));
      var answer = client.awaitEnd();
      assertTrue(answer.matches("(?s)HTTP/1\\.[01] " + status + " .*"), answer);
    }
  }

  private static String head(String method, String path, String role) {
    return "%s %s HTTP/1.1\r\nHost: laurel\r\nContent-Type: application/json\r\nAuthorization: Bearer %s\r\n"
        .formatted(method, path, TestTokens.of(ADA, role));
  }

  @Test
  void socketsOpenOverTls() {
    // Given
    var texts = new CompletableFuture<String>();
    var client = HttpClient.newBuilder().sslContext(certificate.trusted()).build();

    // When
    var socket =
        client
            .newWebSocketBuilder()
            .buildAsync(
                URI.create(
                    secure.toString().replace("https", "wss")
                        + "/ws/leaderboard/?token="
                        + TestTokens.of(ADA)),
                new WebSocket.Listener() {
                  @Override
                  public CompletableFuture<?> onText(
                      WebSocket from, CharSequence text, boolean last) {
                    texts.complete(text.toString());
                    from.request(1);
                    return null;
                  }
                })
            .orTimeout(10, TimeUnit.SECONDS)
            .join();

    // Then
    assertTrue(texts.orTimeout(10, TimeUnit.SECONDS).join().startsWith("{\"type\":\"initial_"));
    socket.abort();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void theVersionsOfTlsThatAreSafeAreSpoken(String version) throws IOException {
    try (var socket =
        (SSLSocket)
            certificate
                .trusted()
                .getSocketFactory()
                .createSocket(secure.getHost(), secure.getPort())) {
      socket.setEnabledProtocols(new String[] {version});
      socket.startHandshake();
      assertEquals(version, socket.getSession().getProtocol());
    }
  }

  @Test
  void olderVersionsOfTlsAreRefused() throws IOException {
    try (var client = new Dripping(secure)) {
      // When
      client.send(HELLO_OF_TLS_1_1);

      // Then
      var answer = client.awaitEnd();
      assertEquals(FATAL_ALERT, answer.charAt(0));
      assertEquals(PROTOCOL_VERSION, answer.charAt(6));
    }
  }

  @Test
  void browsersAreToldToUseTlsOnly() throws IOException, InterruptedException {
    // When
    var answer =
        HttpClient.newBuilder()
            .sslContext(certificate.trusted())
            .build()
            .send(
                HttpRequest.newBuilder(secure.resolve("/")).build(),
                HttpResponse.BodyHandlers.discarding());

    // Then
    assertEquals(
        List.of("max-age=31536000"), answer.headers().allValues("Strict-Transport-Security"));
    http().get("/").then().header("Strict-Transport-Security", nullValue());
    http()
        .header("X-Forwarded-Proto", "https")
        .get("/")
        .then()
        .header("Strict-Transport-Security", "max-age=31536000");
  }

  @ParameterizedTest
  @CsvSource({
    "https://laurel.example,      https, laurel.example,      200",
    "https://laurel.example:8443, https, laurel.example:8443, 200",
    "https://laurel.example,      https, other.example,       403",
    "http://laurel.example,       https, laurel.example,      403",
    "https://laurel.example,      https, laurel.example:8443, 403"
  })
  void aPagesOriginIsComparedWithWhatTheProxySays(
      String origin, String scheme, String host, int status) {
    http()
        .auth()
        .oauth2(TestTokens.of(ADA))
        .header("Origin", origin)
        .header("X-Forwarded-Proto", scheme)
        .header("X-Forwarded-Host", host)
        .get("/api/me")
        .then()
        .statusCode(status);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /demo",
    "GET, /demo/",
    "GET, /demo/users",
    "GET, /demo/users/",
    "HEAD, /demo/users",
    "GET, //demo/users",
    "GET, /./demo/users",
    "GET, /api/../demo/users",
    "GET, /%64emo/users",
    "GET, /demo;x=y/users",
    "GET, /demo/users?x=y",
    "POST, /demo/tokens",
    "POST, /demo/tokens/",
    "POST, //demo/tokens",
    "POST, /%64emo/tokens",
    "POST, /demo/%74okens",
    "POST, /demo;x=y/tokens",
    "GET, /demo/tokens",
    "PUT, /demo/tokens",
    "DELETE, /demo/tokens",
    "OPTIONS, /demo/tokens"
  })
  void theDemoCannotBeReached(String method, String path) throws IOException {
    try (var client = new Dripping(plain)) {
      // When
      var body = "{\"user\":\"mallory\",\"roles\":[\"operator\"]}";
      client.send(
          "%s %s HTTP/1.1\r\nHost: laurel\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
              .formatted(method, path, body.length(), body));

      // Then
      var answer = client.awaitEnd();
      var status = path.contains(";") ? 400 : 404;
      assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
      assertFalse(answer.contains("token\":"), answer);
    }
  }

  @Test
  void theClassOfTheDemoIsNotThereEither() {
    assertFalse(laurel.log().contains("The demo is on"), laurel::log);
    http()
        .auth()
        .oauth2(TestTokens.of("prof", "instructor"))
        .get("/api/classes/demo101/board")
        .then()
        .statusCode(403)
        .body("status", equalTo(403));
  }

  private static RequestSpecification http() {
    return given(
        new RequestSpecBuilder().setBaseUri(plain).setContentType(ContentType.JSON).build());
  }
}
