package dev.laurel.realtime.session;

import dev.laurel.realtime.RealtimeMetrics;
import dev.laurel.realtime.frame.EncodedFrame;
import dev.laurel.wire.CloseCode;
import dev.laurel.wire.WebSocketGuard;
import io.quarkus.websockets.next.WebSocketConnection;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;

/** The network side of a session: writes, pings, closes and drops one connection. */
final class Socket {
  private static final Logger LOG = Logger.getLogger("laurel.realtime");

  private final WebSocketConnection connection;
  private final WebSocketGuard guard;
  private final Traffic.Endpoint traffic;
  private final RealtimeMetrics metrics;

  Socket(WebSocketConnection connection, Traffic.Endpoint traffic, RealtimeMetrics metrics) {
    this.connection = connection;
    this.guard = connection.userData().remove(WebSocketGuard.KEY);
    this.traffic = traffic;
    this.metrics = metrics;
  }

  String endpoint() {
    return connection.endpointId();
  }

  /** Starts to listen to the client. On the connection's thread. */
  void listen(WebSocketGuard.Listener listener) {
    guard.listen(listener);
    // The client cannot have answered pings that were sent before it was here.
    guard.heard();
  }

  /** Closes the socket as after a violation, reading no frame of it. */
  void refuse(CloseCode code) {
    guard.violated(code);
  }

  /**
   * Writes a frame. On the connection's thread.
   *
   * @param done called with the frame, and whether the network has taken it
   */
  void write(EncodedFrame frame, BiConsumer<EncodedFrame, Boolean> done) {
    traffic.sent(frame);
    if (!connection.isOpen()) {
      frame.lost();
      done.accept(frame, false);
      return;
    }
    guard
        .connection()
        .write(
            frame.wire(),
            taken -> {
              if (taken) {
                traffic.written(frame);
                frame.written();
              } else {
                frame.lost();
              }
              done.accept(frame, taken);
            });
  }

  void ping() {
    if (connection.isOpen()) {
      connection.sendPing(Buffer.buffer()).subscribe().with(sent -> {}, failure -> {});
    }
  }

  void close(CloseCode code) {
    if (connection.isOpen()) {
      connection.close(code.reason()).subscribe().with(closed -> {}, failure -> {});
    }
  }

  /** Drops the connection unless it ends within {@code grace}. */
  void dropAfter(CloseCode code, Duration grace) {
    LOG.debugf("connection %s is closing: %s", connection.id(), code);
    guard.connection().dropAfter(grace, metrics::dropped);
  }

  /** Drops the connection if the client has been silent since a {@link System#nanoTime}. */
  void dropIfSilentSince(long since) {
    if (isSilentSince(since)) {
      LOG.debugf("connection %s is silent", connection.id());
      guard.connection().dropIf(() -> isSilentSince(since), metrics::pongMissed);
    }
  }

  private boolean isSilentSince(long since) {
    return guard.heardAt() - since < 0;
  }

  /** The code with which the connection was closed. */
  int closeCode() {
    return connection.closeReason().getCode();
  }
}
