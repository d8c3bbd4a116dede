package dev.laurel.http;

import dev.laurel.errors.ProblemException;
import dev.laurel.security.SocketPaths;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Set;

/**
 * Refuses sockets and requests of pages whose origin is not allowed, and answers CORS requests of
 * allowed ones. Browsers open sockets for any page, so the check is needed there too. Requests
 * without {@code Origin} do not come from pages and pass: tokens authenticate, not cookies that a
 * browser adds by itself.
 */
@ApplicationScoped
class OriginGate {
  private static final Set<String> PATHS = Set.of("/api/*", SocketPaths.ROOT + "*");

  /** After the counters of socket upgrades, so that refused ones are counted. */
  private static final int BEFORE_AUTHENTICATION = RouteConstants.ROUTE_ORDER_BODY_HANDLER + 1;

  private static final Duration PREFLIGHT_AGE = Duration.ofHours(1);

  private final Set<WebOrigin> allowed;
  private final CorsHandler cors =
      CorsHandler.create()
          .addOriginWithRegex("(?i)[a-z][a-z0-9+.-]*://.*")
          .allowedMethods(
              Set.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.PUT, HttpMethod.DELETE))
          .allowedHeaders(
              Set.of(
                  "Authorization",
                  "Content-Type",
                  "If-None-Match",
                  "Prefer",
                  "traceparent",
                  "tracestate",
                  "baggage",
                  "sentry-trace"))
          .exposedHeaders(
              Set.of(
                  "ETag",
                  "Retry-After",
                  "WWW-Authenticate",
                  "Allow",
                  "Preference-Applied",
                  "Laurel-Ignored-Fields"))
          .maxAgeSeconds((int) PREFLIGHT_AGE.toSeconds());

  OriginGate(HttpConfig config) {
    this.allowed = config.origins().orElse(Set.of());
  }

  void install(@Observes Router router) {
    for (var path : PATHS) {
      router.route(path).order(BEFORE_AUTHENTICATION).handler(this::check);
    }
  }

  private void check(RoutingContext request) {
    var header = request.request().getHeader(HttpHeaders.ORIGIN);
    if (header == null) {
      request.next();
      return;
    }
    var origin = parse(header);
    if (origin == null) {
      refuse(request);
    } else if (isOwn(origin, request.request())) {
      request.next();
    } else if (allowed.contains(origin)) {
      cors.handle(request);
    } else {
      refuse(request);
    }
  }

  private static WebOrigin parse(String header) {
    try {
      return WebOrigin.of(header);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /**
   * Requests through a proxy that terminates TLS look like plain HTTP unless Quarkus is configured
   * to trust the proxy's headers. So the page of a plain request may have been loaded over TLS.
   */
  private static boolean isOwn(WebOrigin origin, HttpServerRequest request) {
    var authority = request.authority();
    if (authority == null || request.scheme() == null) {
      return false;
    }
    var own = WebOrigin.of(request.scheme(), authority.host(), authority.port());
    return origin.equals(own)
        || own != null && !own.scheme().equals("https") && origin.equals(own.behindTls());
  }

  private static void refuse(RoutingContext request) {
    request.response().putHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
    request.fail(403, ProblemException.forbidden("Pages of this origin are not allowed here."));
  }
}
