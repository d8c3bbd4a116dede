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
 * Counts the HTTP requests that are being answered, sockets excluded. Quarkus' own count includes
 * every open socket, so its graceful shutdown would wait for them.
 */
@ApplicationScoped
public class RequestsInHand {
  private static final int FIRST = Integer.MIN_VALUE;

  private final ShutdownState shutdown;
  private final AtomicInteger count = new AtomicInteger();

  RequestsInHand(ShutdownState shutdown) {
    this.shutdown = shutdown;
  }

  void install(@Observes Router router) {
    router.route().order(FIRST).handler(this::count);
  }

  private void count(RoutingContext request) {
    if (!UpgradeGate.isUpgrade(request)) {
      count.incrementAndGet();
      RequestEnd.of(request).onComplete(ended -> count.decrementAndGet());
      if (shutdown.hasBegun() && request.request().version() != HttpVersion.HTTP_2) {
        // Sends the client's next request to another node.
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      }
    }
    request.next();
  }

  public boolean isEmpty() {
    return count.get() == 0;
  }
}
