package dev.laurel.realtime.session;

import dev.laurel.realtime.RealtimeConfig;
import dev.laurel.realtime.RealtimeMetrics;
import dev.laurel.realtime.frame.EncodedFrame;
import dev.laurel.realtime.frame.ServerFrame;
import dev.laurel.realtime.frame.ServerFrames;
import dev.laurel.security.Caller;
import dev.laurel.wire.CloseCode;
import dev.laurel.wire.WebSocketGuard;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import java.util.function.Supplier;

/**
 * One socket of one user. Any thread may call, unless a method says otherwise.
 *
 * <pre>
 *              opened               closed by the server             connection ended
 *  CONNECTING --------&gt; OPEN ----------------------------&gt; CLOSING -------------------&gt; CLOSED
 *      |                  |                                   ^                            ^
 *      |                  +--- connection ended --------------|----------------------------+
 *      +------ refused, revoked or shutting down -------------+
 * </pre>
 *
 * <ul>
 *   <li>CONNECTING: the handshake is done. The session counts against the user's limit.
 *   <li>OPEN: frames are sent and served, beginning with the endpoint's welcome.
 *   <li>CLOSING: new frames are discarded. Those sent before leave first, except for a slow
 *       consumer; then the close frame. The connection is dropped after the close grace.
 *   <li>CLOSED: the client closed, the network broke off or the connection was dropped.
 * </ul>
 *
 * <p>The server closes for each {@link CloseCode}: token expired or revoked, client too slow, too
 * fast or in breach of the protocol, welcome failed, node shutting down.
 */
public final class Session implements WebSocketGuard.Listener {
  enum State {
    CONNECTING,
    OPEN,
    CLOSING,
    CLOSED
  }

  private final Socket socket;
  private final Outbound outbound;
  private final Inbound inbound;
  private final ServerFrames frames;
  private final RealtimeConfig config;
  private final RealtimeMetrics metrics;
  private volatile Caller caller;
  private TokenWatch tokenWatch;

  Session(
      Caller caller,
      Socket socket,
      Context context,
      Backlog backlog,
      ServerFrames frames,
      RealtimeConfig config,
      RealtimeMetrics metrics) {
    this.caller = caller;
    this.socket = socket;
    this.outbound = new Outbound(socket, context, config, backlog, frames, this::closing);
    this.inbound = new Inbound(context, config.framesPerSecond());
    this.frames = frames;
    this.config = config;
    this.metrics = metrics;
  }

  public String user() {
    return caller.id();
  }

  /** The owner of the current token. */
  Caller caller() {
    return caller;
  }

  String endpoint() {
    return socket.endpoint();
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

  /** Sends the latest of a topic: replaces an older frame of it that still waits. */
  public void send(PendingBoardFrame frame) {
    outbound.send(frame);
  }

  /** True if the client keeps up well enough to get what can wait. */
  public boolean hasRoom() {
    return outbound.hasRoom();
  }

  /** Calls {@code listener} once, when there is room; never if the connection ends before. */
  public void whenRoom(Runnable listener) {
    outbound.whenRoom(listener);
  }

  /** Closes the socket once what was sent before has left. */
  public void close(CloseCode code) {
    outbound.close(code);
  }

  /** Closes a socket that is above its user's limit. */
  void refuse() {
    socket.listen(this);
    socket.refuse(CloseCode.TOO_MANY_CONNECTIONS);
  }

  private void closing(CloseCode code) {
    if (code == CloseCode.SLOW_CONSUMER) {
      metrics.tooSlow();
    }
    socket.dropAfter(code, config.closeGrace());
  }

  /** Opens the session, to live as long as the caller's token. On the connection's thread. */
  void open(TokenWatch watch) {
    tokenWatch = watch;
    outbound.open();
    socket.listen(this);
    renew(caller);
  }

  /**
   * Ends the session with its connection.
   *
   * @return the server's close code, or else the client's
   */
  int end() {
    outbound.end();
    inbound.end();
    if (tokenWatch != null) {
      tokenWatch.stop();
    }
    return outbound.closeCode().map(CloseCode::code).orElseGet(socket::closeCode);
  }

  /** Serves the endpoint's welcome, which must not fail. On the connection's thread. */
  void welcome(Supplier<Uni<Void>> service) {
    inbound.begin(service);
  }

  /**
   * Serves a frame of the client after those before it. On the connection's thread.
   *
   * @param kind the kind of the frame, of which only the newest is served if too many come
   * @param service must not fail
   */
  void serve(Supplier<String> kind, Supplier<Uni<Void>> service) {
    if (inbound.serve(kind, service)) {
      metrics.frameLimited();
      send(
          new ServerFrame.Failure(
              ServerFrame.Code.rate_limited,
              "Too many frames; some were skipped. Send fewer a second."));
    }
  }

  @Override
  public void violated(CloseCode code) {
    close(code);
  }

  void ping() {
    if (outbound.state() == State.OPEN) {
      socket.ping();
    }
  }

  /** Drops the connection if the client has been silent since a {@link System#nanoTime}. */
  void dropIfSilentSince(long since) {
    socket.dropIfSilentSince(since);
  }

  /** Continues with another token of the same user. Returns the seconds until it expires. */
  long renew(Caller newCaller) {
    caller = newCaller;
    tokenWatch.watch(newCaller.expiresAt());
    return tokenWatch.secondsLeft();
  }

  /** Computes the token's end anew, after the clock was set. */
  void clockSet() {
    if (tokenWatch != null) {
      tokenWatch.schedule();
    }
  }
}
