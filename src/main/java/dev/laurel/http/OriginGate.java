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
 * Refuses pages of other origins than those that are allowed: their sockets, which browsers open
 * for any page, and their requests, whose answers CORS lets the allowed ones read. Who sends no
 * {@code Origin} is no browser, and is let through: it is tokens that authenticate, not cookies
 * that a browser would add by itself.
 */
@ApplicationScoped
class OriginGate {
  private static final Set<String> PATHS = Set.of("/api/*", SocketPaths.ROOT + "*");

  /** Behind what counts requests for sockets, so that those refused are counted too. */
  private static final int BEFORE_AUTHENTICATION = RouteConstants.ROUTE_ORDER_BODY_HANDLER + 1;

  private static final Duration PREFLIGHT_AGE = Duration.ofHours(1);

  private final Set<WebOrigin> allowed;
  private final CorsHandler cors =
      CorsHandler.create()
          .addOriginWithRegex("(?i)https?://.*")
          .allowedMethods(
              Set.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.PUT, HttpMethod.DELETE))
          .allowedHeaders(Set.of("Authorization", "Content-Type", "If-None-Match"))
          .exposedHeaders(Set.of("ETag", "Retry-After", "WWW-Authenticate"))
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
   * What comes through a proxy that terminates TLS looks like plain HTTP, unless Quarkus is told to
   * believe what the proxy says of it; so for a plain request the page may have come by TLS.
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
