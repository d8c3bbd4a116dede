package dev.laurel.realtime.admission;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.TestTokens;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** A stopping node waits for the requests in hand, so no ended request may count as one. */
@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class RequestsInHandTest {
  private static final int TIMEOUT_MS = 10_000;

  @TestHTTPResource("/")
  URI node;

  @ConfigProperty(name = "quarkus.http.limits.max-body-size")
  MemorySize limit;

  @Inject RequestsInHand inHand;

  @Test
  void aRequestRefusedForItsDeclaredLengthIsNoLongerInHand() throws IOException {
    try (var socket = open()) {
      // When
      sendHead(socket, "Content-Length: 100000000\r\n\r\n");

      // Then
      assertTrue(answer(socket).startsWith("HTTP/1.1 413 "));
      await().until(inHand::isEmpty);
    }
  }

  @Test
  void aRequestWithATooLongBodyIsNoLongerInHand() throws IOException {
    try (var socket = open()) {
      // Given
      sendHead(socket, "Transfer-Encoding: chunked\r\n\r\n");

      // When what comes is too long by a byte, and nothing is on its way that would be left unread
      var json = "{\"source\":\"" + "x".repeat((int) limit.asLongValue());
      var tooLong = json.substring(0, (int) limit.asLongValue() + 1);
      send(socket, Integer.toHexString(2 * tooLong.length()) + "\r\n" + tooLong);

      // Then
      assertTrue(statusLine(socket).startsWith("HTTP/1.1 413 "));
      await().until(inHand::isEmpty);
    }
  }

  @Test
  void aRequestWithoutItsClientIsNoLongerInHand() throws IOException {
    // Given
    try (var socket = open()) {
      sendHead(socket, "Content-Length: 100\r\n\r\n{");
      await().until(() -> !inHand.isEmpty());
    }

    // Then
    await().until(inHand::isEmpty);
  }

  private Socket open() throws IOException {
    var socket = new Socket(node.getHost(), node.getPort());
    socket.setSoTimeout(TIMEOUT_MS);
    return socket;
  }

  private static void sendHead(Socket socket, String lengthAndBody) throws IOException {
    var head =
        """
        POST /api/submissions HTTP/1.1\r
        Host: laurel\r
        Content-Type: application/json\r
        Authorization: Bearer %s\r
        """
            .formatted(TestTokens.of("grader", "grader"));
    send(socket, head + lengthAndBody);
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(US_ASCII));
  }

  /** The answer up to the end of the connection, which must come soon. */
  private static String answer(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), US_ASCII);
  }

  private static String statusLine(Socket socket) throws IOException {
    return new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII)).readLine();
  }
}
