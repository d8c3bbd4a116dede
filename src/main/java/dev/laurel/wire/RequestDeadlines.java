package dev.laurel.wire;

import io.netty.channel.Channel;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Ends requests whose client is too slow, and limits those without an answer. Tells {@link
 * HeadDeadline} what has been read and answered, and gives the body a deadline of its own:
 * otherwise a client that sends a byte now and then would hold a thread for as long as it likes.
 * Answers and sockets have no deadline.
 */
@ApplicationScoped
class RequestDeadlines {
  private static final int REQUEST_TIMEOUT = 408;

  private static final Set<HttpMethod> WITH_BODY = Set.of(HttpMethod.POST, HttpMethod.PUT);

  /** The error code of HTTP/2. */
  private static final long CANCEL = 8;

  private final Vertx vertx;
  private final long bodyTimeoutMillis;

  RequestDeadlines(
      Vertx vertx, @ConfigProperty(name = "laurel.http.body-timeout") Duration bodyTimeout) {
    this.vertx = vertx;
    this.bodyTimeoutMillis = bodyTimeout.toMillis();
  }

  void install(@Observes Router router) {
    router.route().order(RouteConstants.ROUTE_ORDER_BODY_HANDLER).handler(this::watch);
  }

  private void watch(RoutingContext request) {
    watchHead(request);
    if (hasBody(request)) {
      watchBody(request);
    }
    request.next();
  }

  private static void watchHead(RoutingContext request) {
    var connection = (HttpServerConnection) request.request().connection();
    var channel = connection.channel();
    var deadline = channel.pipeline().get(HeadDeadline.class);
    if (request.request().version() != HttpVersion.HTTP_2) {
      PipelineLimit.install(connection);
    }
    if (deadline == null) {
      return;
    }
    if (request.request().version() == HttpVersion.HTTP_2) {
      // HTTP/2 has frames that belong to no request; its idle connections are closed anyway.
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
      // The head of an HTTP/2 request does not tell.
      return WITH_BODY.contains(request.request().method());
    }
    var headers = request.request().headers();
    var length = headers.get(HttpHeaders.CONTENT_LENGTH);
    return headers.contains(HttpHeaders.TRANSFER_ENCODING) || length != null && !length.equals("0");
  }

  private void watchBody(RoutingContext request) {
    var end = RequestEnd.of(request);
    if (StreamedBodies.isStreamed(request)) {
      watchProgress(request, end);
    } else {
      long timer = vertx.setTimer(bodyTimeoutMillis, passed -> endUnlessComplete(request));
      end.onComplete(ended -> vertx.cancelTimer(timer));
    }
  }

  /** A body of any size may take any time, as long as there is always more of it. */
  private void watchProgress(RoutingContext request, Future<Void> end) {
    var before = new AtomicLong();
    long timer =
        vertx.setPeriodic(
            bodyTimeoutMillis,
            passed -> {
              long read = request.request().bytesRead();
              if (before.getAndSet(read) == read) {
                endUnlessComplete(request);
              }
            });
    end.onComplete(ended -> vertx.cancelTimer(timer));
  }

  private static void endUnlessComplete(RoutingContext request) {
    var response = request.response();
    if (request.request().isEnded() || response.ended()) {
      return;
    }
    if (request.request().version() == HttpVersion.HTTP_2) {
      // A proxy's connection carries the requests of others too.
      response.reset(CANCEL);
    } else if (response.headWritten()) {
      request.request().connection().close();
    } else {
      response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      request.addEndHandler(answered -> request.request().connection().close());
      request.fail(REQUEST_TIMEOUT);
    }
  }
}
