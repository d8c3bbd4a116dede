package dev.laurel.wire;

import dev.laurel.http.HttpConfig;
import io.netty.channel.Channel;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Set;

/**
 * Ends requests that do not come to their end: the head by {@link HeadDeadline}, which is told here
 * what has been read and answered, and the body by a deadline of its own. Without one a client that
 * sends a byte now and then would hold a thread for as long as it likes. Answers take as long as
 * they take, and so do sockets.
 */
@ApplicationScoped
class RequestDeadlines {
  private static final int REQUEST_TIMEOUT = 408;

  private static final Set<HttpMethod> WITH_BODY = Set.of(HttpMethod.POST, HttpMethod.PUT);

  /** An error code of HTTP/2. */
  private static final long CANCEL = 8;

  private final Vertx vertx;
  private final long bodyTimeoutMillis;

  RequestDeadlines(Vertx vertx, HttpConfig config) {
    this.vertx = vertx;
    this.bodyTimeoutMillis = config.bodyTimeout().toMillis();
  }

  void install(@Observes Router router) {
    router.route().order(RouteConstants.ROUTE_ORDER_BODY_HANDLER).handler(this::accompany);
  }

  private void accompany(RoutingContext request) {
    accompanyHead(request);
    if (hasBody(request)) {
      accompanyBody(request);
    }
    request.next();
  }

  private static void accompanyHead(RoutingContext request) {
    var channel = ((HttpServerConnection) request.request().connection()).channel();
    var deadline = channel.pipeline().get(HeadDeadline.class);
    if (deadline == null) {
      return;
    }
    if (request.request().version() == HttpVersion.HTTP_2) {
      // Whose connections have frames that belong to no request; what is idle is closed all the
      // same.
      channel.pipeline().remove(deadline);
      return;
    }
    deadline.headRead();
    RequestEnd.of(request).onComplete(ended -> onEventLoop(channel, deadline::answered));
  }

  private static void onEventLoop(Channel channel, Runnable action) {
    if (channel.eventLoop().inEventLoop()) {
      action.run();
    } else {
      channel.eventLoop().execute(action);
    }
  }

  private static boolean hasBody(RoutingContext request) {
    if (request.request().version() == HttpVersion.HTTP_2) {
      // Nothing in the head says so.
      return WITH_BODY.contains(request.request().method());
    }
    var headers = request.request().headers();
    var length = headers.get(HttpHeaders.CONTENT_LENGTH);
    return headers.contains(HttpHeaders.TRANSFER_ENCODING) || length != null && !length.equals("0");
  }

  private void accompanyBody(RoutingContext request) {
    long timer = vertx.setTimer(bodyTimeoutMillis, passed -> endUnlessComplete(request));
    RequestEnd.of(request).onComplete(ended -> vertx.cancelTimer(timer));
  }

  private static void endUnlessComplete(RoutingContext request) {
    var response = request.response();
    if (request.request().isEnded() || response.ended()) {
      return;
    }
    if (request.request().version() == HttpVersion.HTTP_2) {
      // The connection has the requests of others too, if it is a proxy's.
      response.reset(CANCEL);
    } else if (response.headWritten()) {
      request.request().connection().close();
    } else {
      response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      request.addEndHandler(told -> request.request().connection().close());
      request.fail(REQUEST_TIMEOUT);
    }
  }
}
