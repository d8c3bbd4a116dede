package dev.laurel.realtime.admission;

import dev.laurel.realtime.RealtimeConfig;
import dev.laurel.realtime.board.LeaderboardSocket;
import dev.laurel.realtime.personal.GameSocket;
import dev.laurel.security.Caller;
import dev.laurel.wire.FrameLimit;
import dev.laurel.wire.Upgrade;
import dev.laurel.wire.WebSocketGuard;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.timeout.IdleStateHandler;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.WebServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.Set;

/**
 * Prepares a connection that is about to become a socket: puts a {@link WebSocketGuard} on it, and
 * takes from it what the server would otherwise keep as long as the socket is open, though nobody
 * asks for it any more.
 */
@ApplicationScoped
public class UpgradePreparation implements HttpUpgradeCheck {
  public static final TypedKey<Caller> CALLER = new TypedKey<>("laurel.caller");

  /** What the handshake itself reads. */
  private static final Set<String> HANDSHAKE =
      Set.of("host", "connection", "upgrade", "sec-websocket-key", "sec-websocket-version");

  private final RealtimeConfig config;

  UpgradePreparation(RealtimeConfig config) {
    this.config = config;
  }

  @Override
  public boolean appliesTo(String endpointId) {
    return GameSocket.ID.equals(endpointId) || LeaderboardSocket.ID.equals(endpointId);
  }

  @Override
  public Uni<CheckResult> perform(HttpUpgradeContext context) {
    var request = (WebServerRequest) context.httpRequest();
    if (request.version() != HttpVersion.HTTP_1_1 || server(context).isRemoved()) {
      return CheckResult.rejectUpgrade(400);
    }
    return context
        .securityIdentity()
        .map(Caller::of)
        .map(
            caller -> {
              context.userData().put(CALLER, caller);
              prepare(request.routingContext(), context);
              return permit(context);
            })
        .onFailure(UnauthorizedException.class)
        .recoverWithItem(failure -> CheckResult.rejectUpgradeSync(401));
  }

  /** Permits an upgrade, unless the client has gone meanwhile, which the server does not expect. */
  public static CheckResult permit(HttpUpgradeContext context) {
    return server(context).isRemoved()
        ? CheckResult.rejectUpgradeSync(400)
        : CheckResult.permitUpgradeSync();
  }

  private static ChannelHandlerContext server(HttpUpgradeContext context) {
    return ((HttpServerConnection) context.httpRequest().connection()).channelHandlerContext();
  }

  private void prepare(RoutingContext request, HttpUpgradeContext context) {
    context.userData().put(Upgrade.KEY, request.get(UpgradeGate.ATTRIBUTE));
    context.userData().put(WebSocketGuard.KEY, guard(server(context)));
    var headers = request.request().headers();
    for (var name : headers.names()) {
      if (!HANDSHAKE.contains(name.toLowerCase(Locale.ROOT))) {
        headers.remove(name);
      }
    }
    // With a user the socket would hold on to the whole request. The session knows its caller.
    request.userContext().clear();
    request.remove(QuarkusHttpUser.DEFERRED_IDENTITY_KEY);
  }

  private WebSocketGuard guard(ChannelHandlerContext server) {
    var pipeline = server.pipeline();
    // A client may try again on the connection on which another check has refused it.
    var present = pipeline.get(WebSocketGuard.class);
    if (present != null) {
      return present;
    }
    int perSecond = config.framesPerSecond();
    var limit = new FrameLimit(perSecond, 2 * perSecond, 2 * perSecond, System::nanoTime);
    var guard = new WebSocketGuard(config.maxFrameBytes(), limit);
    pipeline.addBefore(server.name(), null, guard);
    if (pipeline.get(IdleStateHandler.class) != null) {
      // The heartbeat finds out sooner, and for all connections with one timer.
      pipeline.remove(IdleStateHandler.class);
    }
    return guard;
  }
}
