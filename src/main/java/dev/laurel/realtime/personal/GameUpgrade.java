package dev.laurel.realtime.personal;

import dev.laurel.errors.FieldError;
import dev.laurel.errors.ProblemException;
import dev.laurel.realtime.Endpoints;
import dev.laurel.realtime.admission.UpgradeGate;
import dev.laurel.realtime.admission.UpgradePreparation;
import dev.laurel.security.Caller;
import dev.laurel.security.SocketPaths;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.jboss.logging.Logger;

/** Reads the {@link StartPoint} of a personal socket before it opens. */
@ApplicationScoped
class GameUpgrade implements HttpUpgradeCheck {
  private static final Logger LOG = Logger.getLogger("laurel.realtime");
  private static final int BEFORE_THE_UPGRADE = RouteConstants.ROUTE_ORDER_COMPRESSION;

  private final Vertx vertx;
  private final BatchingLogReader log;

  GameUpgrade(Vertx vertx, BatchingLogReader log) {
    this.vertx = vertx;
    this.log = log;
  }

  @Override
  public boolean appliesTo(String endpointId) {
    return Endpoints.GAME.equals(endpointId);
  }

  /** Refuses a wrong {@code since} with a problem document, which an upgrade check cannot do. */
  void install(@Observes Router router) {
    router
        .route(SocketPaths.GAME)
        .order(BEFORE_THE_UPGRADE)
        .handler(
            request -> {
              if (UpgradeGate.isUpgrade(request) && since(request.request()).isEmpty()) {
                var error = new FieldError("since", "must be a whole number, 0 at least");
                request.fail(400, ProblemException.badRequest(List.of(error)));
              } else {
                request.next();
              }
            });
  }

  @Override
  public Uni<CheckResult> perform(HttpUpgradeContext context) {
    long since = since(context.httpRequest()).orElseThrow();
    var eventLoop = MutinyHelper.executor(vertx.getOrCreateContext());
    return context
        .securityIdentity()
        .map(Caller::of)
        .chain(caller -> Uni.createFrom().completionStage(() -> log.head(caller.id())))
        .emitOn(eventLoop)
        .map(head -> new StartPoint(since, head))
        .invoke(start -> context.userData().put(StartPoint.KEY, start))
        .map(start -> UpgradePreparation.permit(context))
        .onFailure(UnauthorizedException.class)
        .recoverWithItem(failure -> CheckResult.rejectUpgradeSync(401))
        .onFailure()
        .recoverWithItem(
            failure -> {
              LOG.debug("upgrade refused: the log cannot be read", failure);
              return CheckResult.rejectUpgradeSync(503, Map.of("Retry-After", List.of("1")));
            });
  }

  private static OptionalLong since(HttpServerRequest request) {
    var parameter = request.getParam("since");
    if (parameter == null) {
      return OptionalLong.of(StartPoint.NOT_RESUMING);
    }
    try {
      return LongStream.of(Long.parseLong(parameter)).filter(since -> since >= 0).findFirst();
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
