package dev.laurel.security;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** The result of opening a socket: status and challenge, and the first message if it opened. */
record Handshake(int status, String challenge, String contentType, String firstMessage) {
  private static final int SWITCHING_PROTOCOLS = 101;
  private static final int TIMEOUT_SECONDS = 10;

  static Handshake open(String uri, String... headers) {
    var messages = new FirstMessage();
    var builder = HttpClient.newHttpClient().newWebSocketBuilder();
    for (int i = 0; i < headers.length; i += 2) {
      builder.header(headers[i], headers[i + 1]);
    }
    try {
      var socket =
          builder
              .buildAsync(URI.create(uri), messages)
              .orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
              .join();
      var first = messages.text.orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
      socket.abort();
      return new Handshake(SWITCHING_PROTOCOLS, null, null, first);
    } catch (CompletionException e) {
      if (e.getCause() instanceof WebSocketHandshakeException refused) {
        var response = refused.getResponse();
        return new Handshake(
            response.statusCode(),
            response.headers().firstValue("WWW-Authenticate").orElse(null),
            response.headers().firstValue("Content-Type").orElse(null),
            null);
      }
      throw e;
    }
  }

  boolean opened() {
    return status == SWITCHING_PROTOCOLS;
  }

  private static final class FirstMessage implements WebSocket.Listener {
    private final CompletableFuture<String> text = new CompletableFuture<>();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      text.complete(data.toString());
      return null;
    }
  }
}
