package dev.laurel.wire;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.ext.web.RoutingContext;

/** The end of a request: its answer is complete, or its client has gone. */
public final class RequestEnd {
  private RequestEnd() {}

  /**
   * Completes once, on the thread on which the request ends. Listens for both events: Quarkus
   * replaces the end handler when it refuses a body.
   */
  public static Future<Void> of(RoutingContext request) {
    Promise<Void> end = Promise.promise();
    request.addBodyEndHandler(ended -> end.tryComplete());
    request.addEndHandler(ended -> end.tryComplete());
    return end.future();
  }
}
