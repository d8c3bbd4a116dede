package dev.laurel.wire;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.ext.web.RoutingContext;

/** When a request has come to its end. */
public final class RequestEnd {
  private RequestEnd() {}

  /**
   * Completes once: with the last of the answer, or without one when the client goes. Dependents
   * run on the thread on which it ends. Both are asked for, since the framework puts a handler of
   * its own in place of the latter when it refuses a body.
   */
  public static Future<Void> of(RoutingContext request) {
    Promise<Void> end = Promise.promise();
    request.addBodyEndHandler(ended -> end.tryComplete());
    request.addEndHandler(ended -> end.tryComplete());
    return end.future();
  }
}
