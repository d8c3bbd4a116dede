package dev.laurel.realtime;

import dev.laurel.http.RequestEnd;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The HTTP requests that are being answered, without those for sockets. The server's own count has
 * them in it for good, and so never comes to nothing.
 */
@ApplicationScoped
class RequestsInHand {
  private static final int FIRST = Integer.MIN_VALUE;

  private final GoingAway goingAway;
  private final AtomicInteger count = new AtomicInteger();

  RequestsInHand(GoingAway goingAway) {
    this.goingAway = goingAway;
  }

  void install(@Observes Router router) {
    router.route().order(FIRST).handler(this::count);
  }

  private void count(RoutingContext request) {
    if (!UpgradeGate.isUpgrade(request)) {
      count.incrementAndGet();
      RequestEnd.of(request).onComplete(ended -> count.decrementAndGet());
      if (goingAway.hasBegun() && request.request().version() != HttpVersion.HTTP_2) {
        // The next request of this client belongs on another node.
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      }
    }
    request.next();
  }

  boolean isEmpty() {
    return count.get() == 0;
  }
}
