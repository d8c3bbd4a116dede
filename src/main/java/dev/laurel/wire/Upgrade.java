package dev.laurel.wire;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.vertx.core.MultiMap;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.core.impl.ContextInternal;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One request to open a socket, in hand from its arrival until the socket has begun to work, the
 * request was refused, or its connection broke off. Any thread may call.
 */
public final class Upgrade implements ChannelFutureListener {
  public static final TypedKey<Upgrade> KEY = new TypedKey<>("laurel.upgrade");

  private final AtomicBoolean ended = new AtomicBoolean();
  private final ChannelFuture connectionEnd;
  private final ContextInternal context;
  private final MultiMap headers;
  private final Runnable onEnd;

  /**
   * @param onEnd run once, when it is no longer in hand
   */
  public Upgrade(RoutingContext routing, Runnable onEnd) {
    var request = (HttpServerRequestInternal) routing.request();
    this.connectionEnd = ((HttpServerConnection) request.connection()).channel().closeFuture();
    this.context = (ContextInternal) request.context();
    this.headers = request.headers();
    this.onEnd = onEnd;
    connectionEnd.addListener(this);
  }

  /** Forgets what the server keeps of the request as long as the socket is open. */
  public void forgetRequest() {
    headers.clear();
    context.localContextData().clear();
  }

  public void end() {
    if (ended.compareAndSet(false, true)) {
      connectionEnd.removeListener(this);
      onEnd.run();
    }
  }

  @Override
  public void operationComplete(ChannelFuture closed) {
    end();
  }
}
