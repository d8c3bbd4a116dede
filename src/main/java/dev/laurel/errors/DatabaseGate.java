package dev.laurel.errors;

import dev.laurel.outage.DatabaseWatch;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Answers API requests with 503 while the database is away. Otherwise they would wait for
 * connections until no worker thread is left.
 */
@ApplicationScoped
class DatabaseGate {

  private static final String PATH = "/api/";
  private static final int BEFORE_THE_LIMIT = RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT - 2;

  private final DatabaseWatch database;

  DatabaseGate(DatabaseWatch database) {
    this.database = database;
  }

  void install(@Observes Router router) {
    router.route(PATH + "*").order(BEFORE_THE_LIMIT).handler(this::beforeQueue);
  }

  private void beforeQueue(RoutingContext request) {
    if (database.isAway()) {
      request.fail(503, ProblemException.unavailable());
    } else {
      request.next();
    }
  }

  /** Checks again on the worker thread, for which the request may have waited. */
  @ServerRequestFilter
  public void afterQueue(ContainerRequestContext request) {
    if (database.isAway() && request.getUriInfo().getPath().startsWith(PATH)) {
      throw ProblemException.unavailable();
    }
  }
}
