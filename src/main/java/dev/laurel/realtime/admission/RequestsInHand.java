package dev.laurel.realtime.admission;

import dev.laurel.wire.RequestEnd;
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
public class RequestsInHand {
  private static final int FIRST = Integer.MIN_VALUE;

  private final ShutdownState goingAway;
  private final AtomicInteger count = new AtomicInteger();

  RequestsInHand(ShutdownState goingAway) {
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

  public boolean isEmpty() {
    return count.get() == 0;
  }
}
