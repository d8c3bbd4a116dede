package dev.laurel.realtime.session;

import dev.laurel.realtime.RealtimeConfig;
import dev.laurel.realtime.RealtimeMetrics;
import dev.laurel.realtime.frame.EncodedFrame;
import dev.laurel.realtime.frame.FrameException;
import dev.laurel.realtime.frame.FrameType;
import dev.laurel.realtime.frame.ServerFrame;
import dev.laurel.realtime.frame.ServerFrames;
import dev.laurel.security.Caller;
import dev.laurel.wire.CloseCode;
import dev.laurel.wire.WebSocketGuard;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** One socket of one user, from its opening to its end. Any thread may call, unless it says so. */
public final class Session implements WebSocketGuard.Warden {
  private static final Logger LOG = Logger.getLogger("laurel.realtime");

  private volatile Caller caller;
  private final WebSocketConnection connection;
  private final WebSocketGuard wire;
  private final Outbound outbound;
  private final Inbound inbound;
  private final ServerFrames frames;
  private final RealtimeConfig config;
  private final RealtimeMetrics metrics;
  private final Traffic traffic;
  private TokenWatch tokenWatch;
  private int group;

  Session(
      Caller caller,
      WebSocketConnection connection,
      Context context,
      Backlog backlog,
      ServerFrames frames,
      RealtimeConfig config,
      RealtimeMetrics metrics,
      Traffic traffic) {
    this.caller = caller;
    this.connection = connection;
    this.wire = connection.userData().remove(WebSocketGuard.KEY);
    this.outbound =
        new Outbound(connection, wire, context, config, backlog, traffic, frames, this::closing);
    this.inbound = new Inbound(context, 2 * config.framesPerSecond());
    this.frames = frames;
    this.config = config;
    this.metrics = metrics;
    this.traffic = traffic;
  }

  /** The id of the user. */
  public String user() {
    return caller.id();
  }

  /** Whose token the session lives by. */
  Caller caller() {
    return caller;
  }

  /** The id of the endpoint. */
  String endpoint() {
    return connection.endpointId();
  }

  public void send(EncodedFrame frame) {
    outbound.send(frame);
  }

  public void send(ServerFrame frame) {
    if (frame instanceof ServerFrame.Failure failure) {
      metrics.frameRefused(failure.code());
    }
    outbound.send(frames.encode(frame));
  }

  /** Sends news, or newer ones of the same topic that come before it is their turn. */
  public void send(PendingBoardFrame news) {
    outbound.send(news);
  }

  /** Whether the client keeps up well enough to be given what can wait. */
  public boolean hasRoom() {
    return outbound.hasRoom();
  }

  /** Tells, once, when there is room again; never if the connection ends before. */
  public void whenRoom(Runnable awaiting) {
    outbound.whenRoom(awaiting);
  }

  /**
   * Closes the socket once what was sent before is on its way; drops the connection if that takes
   * the client too long.
   */
  public void close(CloseCode code) {
    outbound.close(code);
  }

  /** Tells the client that it has too many sockets, and hears nothing of it. */
  void refuse() {
    wire.warden(this);
    wire.refuse(CloseCode.TOO_MANY_CONNECTIONS);
  }

  private void closing(CloseCode code) {
    if (code == CloseCode.SLOW_CONSUMER) {
      metrics.tooSlow();
    }
    wire.dropAfter(config.closeGrace(), metrics::dropped);
  }

  /** Begins to serve the client. On the connection's thread. */
  void begin(TokenWatch watch) {
    tokenWatch = watch;
    wire.warden(this);
    // A ping that it came too late for is none that it has not answered.
    wire.heard();
  }

  /**
   * The connection has ended.
   *
   * @return the code with which it was closed, as this side sees it
   */
  int end() {
    outbound.end();
    if (tokenWatch != null) {
      tokenWatch.stop();
    }
    return outbound.closing() != null
        ? outbound.closing().code()
        : connection.closeReason().getCode();
  }

  /**
   * Serves one frame of the client after those before it. On the connection's thread.
   *
   * @param service does so, and does not fail
   */
  void serve(Supplier<Uni<Void>> service) {
    if (!inbound.serve(service)) {
      limited();
    }
  }

  @Override
  public void violated(CloseCode code) {
    close(code);
  }

  @Override
  public void limited() {
    metrics.frameLimited();
    send(FrameException.rateLimited().failure());
  }

  /** A frame of the client was read, of this many bytes. */
  void received(FrameType type, int bytes) {
    traffic.received(type, bytes);
  }

  void ping() {
    if (outbound.closing() == null && connection.isOpen()) {
      connection.sendPing(Buffer.buffer()).subscribe().with(sent -> {}, failure -> {});
    }
  }

  /**
   * Drops the connection if nothing was heard of the client.
   *
   * @param since as {@link System#nanoTime} tells
   */
  void dropIfSilentSince(long since) {
    if (isSilentSince(since)) {
      LOG.debugf("nothing is heard of connection %s", connection.id());
      wire.dropIf(() -> isSilentSince(since), metrics::pongMissed);
    }
  }

  private boolean isSilentSince(long since) {
    return wire.heardAt() - since < 0;
  }

  /** Which of the {@link Heartbeat}'s groups it belongs to. */
  int group() {
    return group;
  }

  void group(int of) {
    group = of;
  }

  /** Goes on by another token of the same user. */
  void renew(Caller by) {
    caller = by;
    tokenWatch.watch(by.expiresAt());
  }

  /** The clock was set. */
  void lookAtTokenAgain() {
    if (tokenWatch != null) {
      tokenWatch.again();
    }
  }
}
