package dev.laurel.realtime;

import dev.laurel.security.Caller;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.jboss.logging.Logger;

/** Finds out, before a personal socket is opened, where in its user's log it begins. */
@ApplicationScoped
class GameUpgrade implements HttpUpgradeCheck {
  private static final Logger LOG = Logger.getLogger("laurel.realtime");

  private final Vertx vertx;
  private final BatchedLog log;

  GameUpgrade(Vertx vertx, BatchedLog log) {
    this.vertx = vertx;
    this.log = log;
  }

  @Override
  public boolean appliesTo(String endpointId) {
    return GameSocket.ID.equals(endpointId);
  }

  @Override
  public Uni<CheckResult> perform(HttpUpgradeContext context) {
    var since = since(context.httpRequest().getParam("since"));
    if (since.isEmpty()) {
      return CheckResult.rejectUpgrade(400);
    }
    var eventLoop = MutinyHelper.executor(vertx.getOrCreateContext());
    return context
        .securityIdentity()
        .map(Caller::of)
        .chain(caller -> Uni.createFrom().completionStage(() -> log.head(caller.id())))
        .emitOn(eventLoop)
        .map(head -> new LogPosition(since.getAsLong(), head))
        .invoke(position -> context.userData().put(LogPosition.KEY, position))
        .map(position -> WireUpgrade.permit(context))
        .onFailure(UnauthorizedException.class)
        .recoverWithItem(failure -> CheckResult.rejectUpgradeSync(401))
        .onFailure()
        .recoverWithItem(
            failure -> {
              LOG.debug("upgrade refused, since the log cannot be read", failure);
              return CheckResult.rejectUpgradeSync(503, Map.of("Retry-After", List.of("1")));
            });
  }

  private static OptionalLong since(String parameter) {
    if (parameter == null) {
      return OptionalLong.of(LogPosition.NOT_RESUMING);
    }
    try {
      return LongStream.of(Long.parseLong(parameter)).filter(since -> since >= 0).findFirst();
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
