package dev.laurel.realtime.admission;

import dev.laurel.errors.ProblemException;
import dev.laurel.realtime.RealtimeConfig;
import dev.laurel.realtime.RealtimeMetrics;
import dev.laurel.security.SocketPaths;
import dev.laurel.wire.Upgrade;
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
 * Limits the requests for sockets that the node works on at a time, and refuses all of them while
 * it shuts down. Refuses before authentication, when a request has cost nothing yet, and names a
 * time to come back.
 */
@ApplicationScoped
public class UpgradeGate {
  private static final String KEY_HEADER = "Sec-WebSocket-Key";
  private static final int BEFORE_AUTHENTICATION = RouteConstants.ROUTE_ORDER_BODY_HANDLER;
  private static final int UNAVAILABLE = 503;

  /** Random below this, so that clients refused together do not come back together. */
  private static final int MAX_RETRY_SECONDS = 4;

  private final ShutdownState shutdown;
  private final RealtimeConfig config;
  private final RealtimeMetrics metrics;
  private final AtomicInteger inHand = new AtomicInteger();

  UpgradeGate(ShutdownState shutdown, RealtimeConfig config, RealtimeMetrics metrics) {
    this.shutdown = shutdown;
    this.config = config;
    this.metrics = metrics;
    metrics.gauge("upgrades.pending", "Requests for sockets in hand", inHand, AtomicInteger::get);
  }

  void install(@Observes Router router) {
    router.route(SocketPaths.ROOT + "*").order(BEFORE_AUTHENTICATION).handler(this::admit);
  }

  /** True if a request asks for a socket. */
  public static boolean isUpgrade(RoutingContext request) {
    return request.request().version() == HttpVersion.HTTP_1_1
        && request.request().headers().contains(KEY_HEADER)
        && request.normalizedPath().startsWith(SocketPaths.ROOT);
  }

  /** True if no upgrade is in hand. */
  public boolean isEmpty() {
    return inHand.get() == 0;
  }

  private void admit(RoutingContext request) {
    if (!isUpgrade(request)) {
      request.next();
    } else if (shutdown.hasBegun()) {
      refuse(request, "draining");
    } else if (inHand.incrementAndGet() > config.maxUpgrades()) {
      inHand.decrementAndGet();
      refuse(request, "busy");
    } else {
      begin(request);
      request.next();
    }
  }

  private void begin(RoutingContext request) {
    var upgrade = Upgrade.begin(request, inHand::decrementAndGet);
    // Not called for a request that has become a socket.
    request.addEndHandler(
        end -> {
          upgrade.end();
          metrics.upgradeRefused(end.failed() ? "gone" : cause(request.response().getStatusCode()));
        });
  }

  private static String cause(int status) {
    return switch (status) {
      case 401, 403 -> "unauthorized";
      case UNAVAILABLE -> "unavailable";
      default -> status < 500 ? "invalid" : "failed";
    };
  }

  private void refuse(RoutingContext request, String cause) {
    metrics.upgradeRefused(cause);
    request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    request.addEndHandler(answered -> request.request().connection().close());
    long seconds = ThreadLocalRandom.current().nextLong(1, MAX_RETRY_SECONDS + 1);
    request.fail(UNAVAILABLE, ProblemException.unavailable(Duration.ofSeconds(seconds)));
  }
}
