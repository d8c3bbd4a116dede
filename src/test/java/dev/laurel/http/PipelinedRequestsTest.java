package dev.laurel.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
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
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class PipelinedRequestsTest {
  private static final String END = " HTTP/1.1\r\nHost: laurel\r\n";
  private static final int FLOOD = 40_000;

  /** More than the kernel keeps of a connection that is not read. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @TestHTTPResource("/")
  URI node;

  @ParameterizedTest
  @ValueSource(strings = {"/q/health/live", "/api/me", "/", "/q/openapi"})
  void aFloodOfRequestsWhoseAnswersNobodyTakesIsClosedAndStallsNobody(String path) {
    assertFloodEnds("", "GET " + path + END + "\r\n");
  }

  @Test
  void aFloodOfRequestsBehindALongPollIsClosedAndStallsNobody() {
    // Given
    var token = TestTokens.of(Fresh.id("eve"));
    var poll =
        "GET /api/notifications?wait=30" + END + "Authorization: Bearer " + token + "\r\n\r\n";

    // When, then
    assertFloodEnds(poll, poll);
  }

  private void assertFloodEnds(String first, String each) {
    // When
    var text = ByteBuffer.wrap((first + each.repeat(FLOOD)).getBytes(ISO_8859_1));
    var until = Instant.now().plus(PATIENCE);
    assertThrows(
        IOException.class,
        () -> {
          try (var flood = connect()) {
            while (Instant.now().isBefore(until)) {
              flood.write(text);
              text.position(text.hasRemaining() ? text.position() : first.length());
              Thread.onSpinWait();
            }
          }
        });

    // Then
    assertTrue(Instant.now().isBefore(until));
    assertAlive();
  }

  private SocketChannel connect() throws IOException {
    var channel = SocketChannel.open(new InetSocketAddress(node.getHost(), node.getPort()));
    channel.configureBlocking(false);
    return channel;
  }

  /** Each event loop answers: connections are dealt out in turn. */
  private void assertAlive() {
    var live = HttpRequest.newBuilder(node.resolve("/q/health/live")).timeout(PATIENCE).build();
    IntStream.range(0, 2 * Runtime.getRuntime().availableProcessors())
        .mapToObj(i -> HttpClient.newHttpClient().sendAsync(live, BodyHandlers.discarding()))
        .toList()
        .forEach(answer -> assertEquals(200, answer.join().statusCode()));
  }

  @ParameterizedTest
  @CsvSource({
    "GET,     /q/health/live, '', 200",
    "HEAD,    /q/health/live, '', 200",
    "GET,     /, '', 200",
    "HEAD,    /, '', 200",
    "GET,     /api/me, '', 401",
    "GET,     /none, '', 404",
    "OPTIONS, /api/me, '', 401",
    "POST,    /api/submissions, '{}', 401"
  })
  void aConnectionWhoseAnswersAreTakenStaysForAnyNumberOfRequests(
      String method, String path, String body, int status) throws IOException {
    try (var socket = new Socket(node.getHost(), node.getPort())) {
      // Given
      var request =
          method + " " + path + END + "Content-Length: " + body.length() + "\r\n\r\n" + body;

      // When
      for (int i = 0; i < 250; i++) {
        socket.getOutputStream().write(request.getBytes(ISO_8859_1));

        // Then
        assertEquals(status, answer(socket, method.equals("HEAD")));
      }
    }
  }

  @Test
  void aFewPipelinedRequestsAreAnsweredInTheirOrder() throws IOException {
    try (var socket = new Socket(node.getHost(), node.getPort())) {
      // When
      var requests = ("GET /none" + END + "\r\n" + "GET /api/me" + END + "\r\n").repeat(45);
      socket.getOutputStream().write(requests.getBytes(ISO_8859_1));

      // Then
      for (int i = 0; i < 45; i++) {
        assertEquals(404, answer(socket, false));
        assertEquals(401, answer(socket, false));
      }
    }
  }

  /** Reads one answer, and returns its status. */
  private static int answer(Socket socket, boolean headOnly) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = socket.getInputStream().read();
      assertTrue(next >= 0, () -> "closed after: " + head);
      head.append((char) next);
    }
    var length =
        head.toString()
            .lines()
            .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
            .mapToInt(line -> Integer.parseInt(line.substring(line.indexOf(':') + 1).trim()))
            .findFirst();
    if (!headOnly) {
      socket.getInputStream().readNBytes(length.orElse(0));
    }
    return Integer.parseInt(head.substring(9, 12));
  }
}
