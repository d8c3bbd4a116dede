package dev.laurel.realtime;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.TestTokens;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** A stop waits for the requests in hand, so those that have ended must not be among them. */
@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class RequestsInHandTest {
  private static final int TIMEOUT_MS = 10_000;
  private static final int CHUNK_BYTES = 64 * 1024;

  @TestHTTPResource("/")
  URI node;

  @Inject RequestsInHand inHand;

  @Test
  void aRequestWhoseBodyIsRefusedByItsLengthIsInHandNoMore() throws IOException {
    try (var socket = open()) {
      // When
      send(socket, "Content-Length: 100000000\r\n\r\n");

      // Then
      assertTrue(answer(socket).startsWith("HTTP/1.1 413 "));
      await().until(inHand::isEmpty);
    }
  }

  @Test
  void aRequestWhoseBodyTurnsOutTooLongIsInHandNoMore() throws IOException {
    try (var socket = open()) {
      // Given
      send(socket, "Transfer-Encoding: chunked\r\n\r\n");

      // When
      sendChunksUntilRefused(socket);

      // Then
      await().until(inHand::isEmpty);
    }
  }

  @Test
  void aRequestWhoseClientGoesIsInHandNoMore() throws IOException {
    // Given
    try (var socket = open()) {
      send(socket, "Content-Length: 100\r\n\r\n{");
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

  private static void send(Socket socket, String lengthAndBody) throws IOException {
    var head =
        """
        POST /api/submissions HTTP/1.1\r
        Host: laurel\r
        Content-Type: application/json\r
        Authorization: Bearer %s\r
        """
            .formatted(TestTokens.of("grader", "grader"));
    head += lengthAndBody;
    socket.getOutputStream().write(head.getBytes(US_ASCII));
  }

  private static void sendChunksUntilRefused(Socket socket) throws IOException {
    var out = socket.getOutputStream();
    out.write(chunk("{\"source\":\""));
    var more = chunk("x".repeat(CHUNK_BYTES));
    try {
      for (int sent = 0; sent < 8 * 1024 * 1024; sent += CHUNK_BYTES) {
        out.write(more);
      }
      assertTrue(answer(socket).startsWith("HTTP/1.1 413 "));
    } catch (SocketException closed) {
      // It is closed with much of the body unread, which may cost the answer.
    }
  }

  private static byte[] chunk(String content) {
    return (Integer.toHexString(content.length()) + "\r\n" + content + "\r\n").getBytes(US_ASCII);
  }

  /** All that comes until the connection is closed, which must be soon. */
  private static String answer(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), US_ASCII);
  }
}
