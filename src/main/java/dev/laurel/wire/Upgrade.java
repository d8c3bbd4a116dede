package dev.laurel.wire;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.timeout.IdleStateHandler;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.core.impl.ContextInternal;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A request to open a socket. It ends when the socket has been welcomed, the request was refused or
 * its connection broke off. Any thread may call.
 *
 * <p>The server keeps the request and its context for as long as the socket is open, some kilobytes
 * each; {@link #strip} and {@link #forgetRequest} empty them.
 */
public final class Upgrade implements ChannelFutureListener {
  public static final TypedKey<Upgrade> KEY = new TypedKey<>("laurel.upgrade");

  private static final String ATTRIBUTE = "laurel.upgrade";

  /** The headers that the handshake itself reads. */
  private static final Set<String> HANDSHAKE =
      Set.of("host", "connection", "upgrade", "sec-websocket-key", "sec-websocket-version");

  private final AtomicBoolean ended = new AtomicBoolean();
  private final RoutingContext routing;
  private final HttpServerConnection connection;
  private final Runnable onEnd;

  private Upgrade(RoutingContext routing, Runnable onEnd) {
    this.routing = routing;
    this.connection = (HttpServerConnection) routing.request().connection();
    this.onEnd = onEnd;
  }

  /**
   * Begins an upgrade.
   *
   * @param onEnd called once, at its end
   */
  public static Upgrade begin(RoutingContext request, Runnable onEnd) {
    var upgrade = new Upgrade(request, onEnd);
    request.put(ATTRIBUTE, upgrade);
    upgrade.connection.channel().closeFuture().addListener(upgrade);
    return upgrade;
  }

  /** The upgrade that a request began, or null. */
  public static Upgrade of(RoutingContext request) {
    return request.get(ATTRIBUTE);
  }

  /** True if the client has gone, which makes the server's handshake throw. */
  public boolean isGone() {
    return connection.channelHandlerContext().isRemoved();
  }

  /** Puts a guard before the server's own handler, unless the connection has one already. */
  public WebSocketGuard guard(int maxMessageBytes, FrameLimit limit) {
    var server = connection.channelHandlerContext();
    var pipeline = server.pipeline();
    // A client may try again on the connection on which another check has refused it.
    var present = pipeline.get(WebSocketGuard.class);
    if (present != null) {
      return present;
    }
    var guard = new WebSocketGuard(maxMessageBytes, limit);
    pipeline.addBefore(server.name(), null, guard);
    if (pipeline.get(IdleStateHandler.class) != null) {
      // The heartbeat notices sooner, and needs one timer for all connections.
      pipeline.remove(IdleStateHandler.class);
    }
    return guard;
  }

  /** Removes the user and all headers but those of the handshake from the request. */
  public void strip() {
    var headers = routing.request().headers();
    for (var name : headers.names()) {
      if (!HANDSHAKE.contains(name.toLowerCase(Locale.ROOT))) {
        headers.remove(name);
      }
    }
    // The user would keep the whole request reachable. The session knows its caller.
    routing.userContext().clear();
    routing.remove(QuarkusHttpUser.DEFERRED_IDENTITY_KEY);
  }

  /** Empties the request, once the handshake is done. */
  public void forgetRequest() {
    var request = (HttpServerRequestInternal) routing.request();
    request.headers().clear();
    ((ContextInternal) request.context()).localContextData().clear();
  }

  /** Ends the upgrade; no effect after the first call. */
  public void end() {
    if (ended.compareAndSet(false, true)) {
      connection.channel().closeFuture().removeListener(this);
      onEnd.run();
    }
  }

  @Override
  public void operationComplete(ChannelFuture closed) {
    end();
  }
}
