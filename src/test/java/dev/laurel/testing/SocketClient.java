package dev.laurel.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A client of the two sockets that keeps every frame it receives, in order.
 *
 * <p>Methods like {@link #await(String)} search from a cursor, wait if necessary, and move the
 * cursor behind the frame they return. After twenty seconds they throw an {@link AssertionError}
 * with the last frames.
 */
public final class SocketClient implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final int SHOWN = 12;

  private final Inbox inbox = new Inbox();
  private final WebSocket socket;

  private SocketClient(URI uri) {
    socket = connect(uri, inbox);
  }

  /**
   * Opens a socket.
   *
   * @param node the address of the service, as HTTP
   * @param path with or without a query of its own
   * @param token goes into the query
   */
  public static SocketClient open(URI node, String path, String token) {
    return new SocketClient(address(node, path, "token", token));
  }

  /**
   * The HTTP status with which the service refuses an upgrade.
   *
   * @throws AssertionError if the socket opens
   */
  public static int refusal(URI node, String path, String token) {
    try (var opened = open(node, path, token)) {
      throw new AssertionError("opened: " + opened);
    } catch (CompletionException e) {
      if (e.getCause() instanceof WebSocketHandshakeException refused) {
        return refused.getResponse().statusCode();
      }
      throw e;
    }
  }

  /** Opens a socket with a ticket. */
  public static SocketClient openWithTicket(URI node, String path, String ticket) {
    return new SocketClient(address(node, path, "ticket", ticket));
  }

  private static URI address(URI node, String path, String credential, String value) {
    var http = node.resolve(path + (path.contains("?") ? "&" : "?") + credential + "=" + value);
    return URI.create(http.toString().replaceFirst("^http", "ws"));
  }

  private static WebSocket connect(URI uri, Inbox inbox) {
    return HTTP.newWebSocketBuilder()
        .buildAsync(uri, inbox)
        .orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS)
        .join();
  }

  /** Sends a text frame and waits until it is written. */
  public void send(String text) {
    finish(socket.sendText(text, true));
  }

  /** Sends one text message in several frames. */
  public void sendFragments(String... parts) {
    for (int i = 0; i < parts.length; i++) {
      finish(socket.sendText(parts[i], i == parts.length - 1));
    }
  }

  public void sendBinary(byte... bytes) {
    finish(socket.sendBinary(ByteBuffer.wrap(bytes), true));
  }

  /** Sends a ping and waits for the pong. */
  public void ping(String payload) {
    finish(socket.sendPing(ByteBuffer.wrap(payload.getBytes())));
    inbox.await("pong " + payload, () -> inbox.pongs.contains(payload) ? payload : null);
  }

  private static void finish(CompletableFuture<?> sending) {
    sending.orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS).join();
  }

  /** The next frame of the type. */
  public JsonNode await(String type) {
    return await(type, frame -> type.equals(frame.path("type").asText()));
  }

  /**
   * The next frame that matches.
   *
   * @param description names the frame in the error
   */
  public JsonNode await(String description, Predicate<JsonNode> matching) {
    return inbox.await(description, () -> inbox.next(matching));
  }

  /** The next frame of any type. */
  public JsonNode next() {
    return await("a frame", any -> true);
  }

  /** All frames from the first on, once there are at least {@code count} of them. */
  public List<JsonNode> awaitFrames(int count) {
    return inbox.await(
        count + " frames", () -> inbox.frames.size() >= count ? List.copyOf(inbox.frames) : null);
  }

  /** Waits until a frame of each type has come, in any order. The cursor stays where it is. */
  public void awaitAll(Set<String> types) {
    inbox.await(
        "all of " + types,
        () ->
            inbox.frames.stream()
                    .map(frame -> frame.path("type").asText())
                    .collect(Collectors.toSet())
                    .containsAll(types)
                ? types
                : null);
  }

  /** All frames received so far, from the first on. */
  public List<JsonNode> frames() {
    return inbox.await("nothing", () -> List.copyOf(inbox.frames));
  }

  /** The text of all frames received so far, as received. */
  public List<String> texts() {
    return inbox.await("nothing", () -> List.copyOf(inbox.texts));
  }

  /** The {@code seq} of all frames received so far that have one. */
  public List<Long> seqs() {
    return frames().stream()
        .filter(frame -> frame.has("seq"))
        .map(frame -> frame.get("seq").asLong())
        .toList();
  }

  /**
   * Makes a round trip: all frames that the server sent before it read the probe have arrived.
   *
   * @return the answer: {@code echo} on the personal socket, {@code error} on the other
   */
  public JsonNode probe() {
    var type = Fresh.id("probe");
    send("{\"type\":\"" + type + "\"}");
    return await(
        "answer to " + type,
        frame ->
            frame.path("message").asText().endsWith(type)
                || frame.path("code").asText().equals("unknown_type"));
  }

  /**
   * Waits until the server closes the socket and returns the close code, 1006 without a close
   * frame.
   */
  public int closeCode() {
    return inbox.await("the end of the socket", () -> inbox.closeCode);
  }

  public boolean isOpen() {
    return inbox.await("nothing", () -> inbox.closeCode == null);
  }

  /** Drops the connection without a close frame. */
  public void abort() {
    socket.abort();
  }

  @Override
  public void close() {
    if (!socket.isOutputClosed()) {
      socket.sendClose(WebSocket.NORMAL_CLOSURE, "").exceptionally(failure -> socket).join();
    }
  }

  @Override
  public String toString() {
    return inbox.toString();
  }

  private static final class Inbox implements WebSocket.Listener {
    private static final int ABNORMAL = 1006;

    private final List<JsonNode> frames = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private final List<String> pongs = new ArrayList<>();
    private final StringBuilder partial = new StringBuilder();
    private Integer closeCode;
    private int place;

    synchronized <T> T await(String description, Supplier<T> result) {
      long end = System.nanoTime() + TIMEOUT.toNanos();
      for (T found = result.get(); ; found = result.get()) {
        if (found != null) {
          return found;
        }
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
          throw new AssertionError("no " + description + " from " + this);
        }
        try {
          wait(left);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new AssertionError("interrupted while waiting for " + description, e);
        }
      }
    }

    JsonNode next(Predicate<JsonNode> matching) {
      for (int i = place; i < frames.size(); i++) {
        if (matching.test(frames.get(i))) {
          place = i + 1;
          return frames.get(i);
        }
      }
      return null;
    }

    @Override
    public synchronized CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      partial.append(data);
      if (last) {
        texts.add(partial.toString());
        frames.add(parse(partial.toString()));
        partial.setLength(0);
        notifyAll();
      }
      from.request(1);
      return null;
    }

    private static JsonNode parse(String text) {
      try {
        return JSON.readTree(text);
      } catch (JsonProcessingException e) {
        throw new AssertionError("no JSON: " + text, e);
      }
    }

    @Override
    public synchronized CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
      var bytes = new byte[message.remaining()];
      message.get(bytes);
      pongs.add(new String(bytes));
      notifyAll();
      from.request(1);
      return null;
    }

    @Override
    public synchronized CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      closed(code);
      return null;
    }

    @Override
    public synchronized void onError(WebSocket from, Throwable error) {
      closed(ABNORMAL);
    }

    private void closed(int code) {
      if (closeCode == null) {
        closeCode = code;
        notifyAll();
      }
    }

    @Override
    public synchronized String toString() {
      Iterator<String> shown =
          texts.subList(Math.max(0, texts.size() - SHOWN), texts.size()).iterator();
      var text = new StringBuilder(texts.size() + " frames, close code " + closeCode);
      shown.forEachRemaining(frame -> text.append("\n  ").append(frame));
      return text.toString();
    }
  }
}
