package dev.laurel.realtime.admission;

import dev.laurel.outage.DatabaseWatch;
import dev.laurel.realtime.Endpoints;
import dev.laurel.realtime.RealtimeConfig;
import dev.laurel.security.Caller;
import dev.laurel.wire.FrameLimit;
import dev.laurel.wire.Upgrade;
import dev.laurel.wire.WebSocketGuard;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.WebServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Prepares a connection that is about to become a socket: refuses it while the database is away,
 * installs its {@link WebSocketGuard}, and strips its request.
 */
@ApplicationScoped
public class UpgradePreparation implements HttpUpgradeCheck {
  public static final TypedKey<Caller> CALLER = new TypedKey<>("laurel.caller");

  private static final Set<String> ENDPOINTS = Set.of(Endpoints.GAME, Endpoints.LEADERBOARD);

  private final RealtimeConfig config;
  private final DatabaseWatch database;

  UpgradePreparation(RealtimeConfig config, DatabaseWatch database) {
    this.config = config;
    this.database = database;
  }

  @Override
  public boolean appliesTo(String endpointId) {
    return ENDPOINTS.contains(endpointId);
  }

  @Override
  public Uni<CheckResult> perform(HttpUpgradeContext context) {
    if (database.isAway()) {
      return CheckResult.rejectUpgrade(503, Map.of("Retry-After", List.of("2")));
    }
    var upgrade = Upgrade.of(routing(context));
    if (upgrade == null || upgrade.isGone()) {
      return CheckResult.rejectUpgrade(400);
    }
    return context
        .securityIdentity()
        .map(Caller::of)
        .map(
            caller -> {
              context.userData().put(CALLER, caller);
              prepare(upgrade, context);
              return permit(context);
            })
        .onFailure(UnauthorizedException.class)
        .recoverWithItem(failure -> CheckResult.rejectUpgradeSync(401));
  }

  /** Permits an upgrade, unless the client has gone. */
  public static CheckResult permit(HttpUpgradeContext context) {
    var upgrade = Upgrade.of(routing(context));
    return upgrade == null || upgrade.isGone()
        ? CheckResult.rejectUpgradeSync(400)
        : CheckResult.permitUpgradeSync();
  }

  private static RoutingContext routing(HttpUpgradeContext context) {
    return ((WebServerRequest) context.httpRequest()).routingContext();
  }

  private void prepare(Upgrade upgrade, HttpUpgradeContext context) {
    var limit = new FrameLimit(config.framesPerSecond(), config.maxFrameBytes(), System::nanoTime);
    context.userData().put(Upgrade.KEY, upgrade);
    context.userData().put(WebSocketGuard.KEY, upgrade.guard(config.maxFrameBytes(), limit));
    upgrade.strip();
  }
}
