package dev.laurel.realtime;

import dev.laurel.notification.NotificationLog;
import dev.laurel.security.Caller;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.vertx.VertxContextSupport;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.smallrye.mutiny.Uni;
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

  private final NotificationLog log;

  GameUpgrade(NotificationLog log) {
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
    return context
        .securityIdentity()
        .map(Caller::of)
        .chain(
            caller ->
                VertxContextSupport.executeBlocking(() -> position(caller, since.getAsLong())))
        .invoke(position -> context.userData().put(LogPosition.KEY, position))
        .map(position -> CheckResult.permitUpgradeSync())
        .onFailure(UnauthorizedException.class)
        .recoverWithItem(failure -> CheckResult.rejectUpgradeSync(401))
        .onFailure()
        .recoverWithItem(
            failure -> {
              LOG.warn("upgrade refused, since the log cannot be read", failure);
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

  private LogPosition position(Caller caller, long since) {
    var range = log.range(caller.id());
    return new LogPosition(
        since, range.lastSeq(), since >= range.firstSeq() - 1 && since <= range.lastSeq());
  }
}
