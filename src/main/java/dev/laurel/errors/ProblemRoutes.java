package dev.laurel.errors;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/**
 * Answers requests that fail before they reach a resource (unknown path, body above the limit) with
 * a problem document, and so keeps them from the framework's last handler, which logs the query
 * with its token.
 */
@ApplicationScoped
class ProblemRoutes {
  private static final List<String> PATHS = List.of("/api/*", "/ws/*");
  private static final int BEFORE_THE_LIMIT = RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT - 1;
  private static final int FIRST = RouteConstants.ROUTE_ORDER_BODY_HANDLER + 1;
  private static final int AFTER_EVERYTHING = Integer.MAX_VALUE - 1;

  private final ProblemTranslator translator;
  private final long maxBodySize;

  ProblemRoutes(ProblemTranslator translator, VertxHttpConfig http) {
    this.translator = translator;
    this.maxBodySize =
        http.limits().maxBodySize().map(MemorySize::asLongValue).orElse(Long.MAX_VALUE);
  }

  void install(@Observes Router router) {
    router.route().order(FIRST).handler(this::refuseParameters);
    for (var path : PATHS) {
      router.route(path).order(BEFORE_THE_LIMIT).handler(this::limitBody);
      router.route(path).order(AFTER_EVERYTHING).handler(request -> request.fail(404));
      router.route(path).order(AFTER_EVERYTHING).failureHandler(this::answer);
    }
    router.route().order(AFTER_EVERYTHING).failureHandler(this::answerMalformed);
  }

  /**
   * Resources are found without the parameters of a path, {@code /api;x=1/me}, but gates that look
   * at its beginning don't know them.
   */
  private void refuseParameters(RoutingContext request) {
    if (request.request().path().indexOf(';') >= 0) {
      request.fail(
          400, ProblemException.badRequest("A semicolon in the path must be written %3B."));
    } else {
      request.next();
    }
  }

  /** Bodies of unknown length reach the framework's own limit later and get an empty 413. */
  private void limitBody(RoutingContext request) {
    var length = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length != null && Long.parseLong(length) > maxBodySize) {
      request.response().putHeader(HttpHeaders.CONNECTION, "close");
      request.addEndHandler(done -> request.request().connection().close());
      request.fail(413);
    } else {
      request.next();
    }
  }

  /** Without this, requests without a host, for example, would be reported as internal errors. */
  private void answerMalformed(RoutingContext request) {
    if (request.statusCode() == 400) {
      answer(request);
    } else {
      request.next();
    }
  }

  private void answer(RoutingContext request) {
    var response = request.response();
    if (response.ended()) {
      return;
    } else if (response.headWritten()) {
      request.request().connection().close();
      return;
    }
    var what = request.request().method() + " " + request.normalizedPath();
    var answer =
        request.failure() == null
                || request.statusCode() < 500 && !(request.failure() instanceof ProblemException)
            ? translator.ofStatus(request.statusCode())
            : translator.translate(request.failure(), what, () -> null);
    response
        .setStatusCode(answer.problem().status())
        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
    answer.headers().forEach(response::putHeader);
    response.end(translator.json(answer.problem()));
  }
}
