package dev.laurel.wire;

import io.quarkus.vertx.http.runtime.RouteConstants;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Lifts the limit of bodies for requests that are read as they come in, and so may be of any size.
 * The framework has one limit for all: it goes by the length in the head, which is put away until
 * the limit has passed, or counts what is read up to a limit in the context, which is removed.
 * {@code ImportBodyTest} breaks when an upgrade changes that.
 */
@ApplicationScoped
class StreamedBodies {
  private static final String PATH = "/api/imports";
  private static final int BEFORE_ALL_LIMITS = RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT - 2;
  private static final int AFTER_THE_LIMIT = RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT + 1;
  private static final String LENGTH = "laurel.content-length";
  private static final String LIMIT = "io.quarkus.max-request-size";

  void install(@Observes Router router) {
    router
        .route(HttpMethod.POST, PATH)
        .order(BEFORE_ALL_LIMITS)
        .handler(StreamedBodies::putLengthAway);
    router.route(HttpMethod.POST, PATH).order(AFTER_THE_LIMIT).handler(StreamedBodies::lift);
  }

  /** True if the body may be of any size, and is read while it comes in. */
  static boolean isStreamed(RoutingContext request) {
    return request.request().method() == HttpMethod.POST && request.normalizedPath().equals(PATH);
  }

  private static void putLengthAway(RoutingContext request) {
    var headers = request.request().headers();
    var length = headers.get(HttpHeaders.CONTENT_LENGTH);
    if (length != null) {
      request.put(LENGTH, length);
      headers.remove(HttpHeaders.CONTENT_LENGTH);
    }
    request.next();
  }

  private static void lift(RoutingContext request) {
    String length = request.remove(LENGTH);
    if (length != null) {
      request.request().headers().set(HttpHeaders.CONTENT_LENGTH, length);
    }
    request.remove(LIMIT);
    request.next();
  }
}
