package dev.laurel.http;

import dev.laurel.security.SocketPaths;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Adds the headers that depend on request or response. Headers of all responses are Quarkus
 * settings in application.properties.
 */
@ApplicationScoped
class ResponseHeaders {
  private static final String POLICY = "Content-Security-Policy";
  private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";
  private static final String TLS_ONLY = "Strict-Transport-Security";
  private static final String A_YEAR = "max-age=31536000";

  void install(@Observes Router router) {
    router.route().order(RouteConstants.ROUTE_ORDER_BODY_HANDLER).handler(this::addHeaders);
  }

  private void addHeaders(RoutingContext request) {
    request.addHeadersEndHandler(ready -> complete(request));
    request.next();
  }

  private static void complete(RoutingContext request) {
    var headers = request.response().headers();
    if (!headers.contains(POLICY)) {
      headers.set(POLICY, NOTHING);
    }
    if (!headers.contains(HttpHeaders.CACHE_CONTROL) && isPersonal(request.normalizedPath())) {
      headers.set(HttpHeaders.CACHE_CONTROL, "no-store");
    }
    if ("https".equals(request.request().scheme())) {
      headers.set(TLS_ONLY, A_YEAR);
    }
  }

  private static boolean isPersonal(String path) {
    return path.startsWith("/api/")
        || path.startsWith("/demo/")
        || path.startsWith(SocketPaths.ROOT);
  }
}
