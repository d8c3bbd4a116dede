package dev.laurel.realtime;

import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.impl.HttpServerConnection;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Puts a {@link WireGuard} on every connection that is about to become a socket, behind Netty's own
 * joining of fragments: that of Vert.x loses a message whose first fragment is empty.
 */
@ApplicationScoped
class WireUpgrade implements HttpUpgradeCheck {
  private final int maxMessageSize;

  WireUpgrade(
      @ConfigProperty(name = "quarkus.websockets-next.server.max-message-size")
          int maxMessageSize) {
    this.maxMessageSize = maxMessageSize;
  }

  @Override
  public Uni<CheckResult> perform(HttpUpgradeContext context) {
    var server =
        ((HttpServerConnection) context.httpRequest().connection()).channelHandlerContext();
    var pipeline = server.pipeline();
    // A client may try again on the connection on which another check has refused it.
    var guard = pipeline.get(WireGuard.class);
    if (guard == null) {
      guard = new WireGuard();
      pipeline.addBefore(server.name(), null, new WebSocketFrameAggregator(maxMessageSize));
      pipeline.addBefore(server.name(), null, guard);
    }
    context.userData().put(WireGuard.KEY, guard);
    return CheckResult.permitUpgrade();
  }
}
