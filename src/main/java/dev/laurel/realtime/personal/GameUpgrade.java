package dev.laurel.realtime.personal;

import dev.laurel.errors.ProblemException;
import dev.laurel.notification.Cursor;
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
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/** Reads the {@link StartPoint} of a personal socket before it opens. */
@ApplicationScoped
class GameUpgrade implements HttpUpgradeCheck {
  private static final Logger LOG = Logger.getLogger("laurel.realtime");
  private static final String SENT_AT = "sent_at";
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

  /** Refuses a wrong cursor with a problem document, which an upgrade check cannot do. */
  void install(@Observes Router router) {
    router
        .route(SocketPaths.GAME)
        .order(BEFORE_THE_UPGRADE)
        .handler(
            request -> {
              try {
                if (UpgradeGate.isUpgrade(request)) {
                  cursor("", request.request());
                }
                request.next();
              } catch (ProblemException e) {
                request.fail(400, e);
              }
            });
  }

  @Override
  public Uni<CheckResult> perform(HttpUpgradeContext context) {
    var eventLoop = MutinyHelper.executor(vertx.getOrCreateContext());
    return context
        .securityIdentity()
        .map(Caller::of)
        .map(caller -> cursor(caller.id(), context.httpRequest()))
        .chain(cursor -> Uni.createFrom().completionStage(() -> start(cursor, context)))
        .emitOn(eventLoop)
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

  private CompletionStage<StartPoint> start(Cursor cursor, HttpUpgradeContext context) {
    boolean namesTimes = context.httpRequest().getParam(SENT_AT) != null;
    return log.start(cursor)
        .thenApply(slice -> new StartPoint(cursor, slice.head(), slice.complete(), namesTimes));
  }

  private static Cursor cursor(String user, HttpServerRequest request) {
    var since = request.getParam("since");
    try {
      long seq = since == null ? StartPoint.NOT_RESUMING : Long.parseLong(since);
      if (since == null || seq >= 0) {
        return new Cursor(user, seq, Cursor.sentAt(request.getParam(SENT_AT)));
      }
    } catch (NumberFormatException e) {
      // Refused below.
    }
    throw ProblemException.badRequest("since", "must be a whole number, 0 at least");
  }
}
