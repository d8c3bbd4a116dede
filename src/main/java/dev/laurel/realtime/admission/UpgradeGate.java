package dev.laurel.realtime.admission;

import dev.laurel.errors.ProblemException;
import dev.laurel.realtime.RealtimeConfig;
import dev.laurel.realtime.RealtimeMetrics;
import dev.laurel.security.SocketPaths;
import dev.laurel.wire.Upgrade;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets no more requests for sockets in than the node can work on at a time, and none while it is
 * going away: the rest is refused before it has cost anything, with a time to come back at.
 */
@ApplicationScoped
public class UpgradeGate {
  static final String ATTRIBUTE = "laurel.upgrade";

  private static final String KEY_HEADER = "Sec-WebSocket-Key";
  private static final int BEFORE_AUTHENTICATION = RouteConstants.ROUTE_ORDER_BODY_HANDLER;

  /** Spread, so that those who were refused together don't come back together. */
  private static final int MAX_RETRY_SECONDS = 4;

  private final ShutdownState goingAway;
  private final RealtimeConfig config;
  private final RealtimeMetrics metrics;
  private final AtomicInteger inHand = new AtomicInteger();

  UpgradeGate(ShutdownState goingAway, RealtimeConfig config, RealtimeMetrics metrics) {
    this.goingAway = goingAway;
    this.config = config;
    this.metrics = metrics;
    metrics.gauge("upgrades.pending", "Requests for sockets in hand", inHand, AtomicInteger::get);
  }

  void install(@Observes Router router) {
    router.route(SocketPaths.ROOT + "*").order(BEFORE_AUTHENTICATION).handler(this::admit);
  }

  /** Whether a request asks for a socket, which will then outlive it. */
  public static boolean isUpgrade(RoutingContext request) {
    return request.request().version() == HttpVersion.HTTP_1_1
        && request.request().headers().contains(KEY_HEADER)
        && request.normalizedPath().startsWith(SocketPaths.ROOT);
  }

  /** Whether there is nothing in hand. */
  public boolean isEmpty() {
    return inHand.get() == 0;
  }

  private void admit(RoutingContext request) {
    if (!isUpgrade(request)) {
      request.next();
    } else if (goingAway.hasBegun()) {
      refuse(request, "draining");
    } else if (inHand.incrementAndGet() > config.maxUpgrades()) {
      inHand.decrementAndGet();
      refuse(request, "busy");
    } else {
      accompany(request);
      request.next();
    }
  }

  private void accompany(RoutingContext request) {
    var upgrade = new Upgrade(request, inHand::decrementAndGet);
    request.put(ATTRIBUTE, upgrade);
    request.addEndHandler(
        refused -> {
          upgrade.end();
          metrics.upgradeRefused(
              refused.failed() ? "gone" : cause(request.response().getStatusCode()));
        });
  }

  private static String cause(int status) {
    return switch (status) {
      case 401, 403 -> "unauthorized";
      case 503 -> "unavailable";
      default -> status < 500 ? "invalid" : "failed";
    };
  }

  private void refuse(RoutingContext request, String cause) {
    metrics.upgradeRefused(cause);
    request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    request.addEndHandler(answered -> request.request().connection().close());
    long seconds = ThreadLocalRandom.current().nextLong(1, MAX_RETRY_SECONDS + 1);
    request.fail(
        HttpResponseStatus.SERVICE_UNAVAILABLE.code(),
        ProblemException.unavailable(Duration.ofSeconds(seconds)));
  }
}
