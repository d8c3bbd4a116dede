package dev.laurel.wire;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestEndTest {
  private static final Duration A_WHILE = Duration.ofMillis(200);

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = vertx.createHttpClient();
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void anAnswerEndsARequestOnce() {
    // When
    send(serve(request -> request.response().end("done")));

    // Then
    await().until(() -> ended.get() > 0);
    await().during(A_WHILE).until(() -> ended.get() == 1);
  }

  @Test
  void replacedHandlersStillEndARequestOnce() {
    // When
    send(
        serve(
            request -> {
              request
                  .response()
                  .endHandler(v -> {})
                  .closeHandler(v -> {})
                  .exceptionHandler(v -> {});
              request.response().end("refused");
            }));

    // Then
    await().until(() -> ended.get() > 0);
    await().during(A_WHILE).until(() -> ended.get() == 1);
  }

  @Test
  void aClientThatGoesEndsARequestOnce() {
    // Given a request that is never answered
    send(serve(request -> {}));
    await().until(() -> begun.get() == 1);
    assertEquals(0, ended.get());

    // When
    client.close();

    // Then
    await().until(() -> ended.get() > 0);
    await().during(A_WHILE).until(() -> ended.get() == 1);
  }

  private HttpServer serve(Consumer<RoutingContext> answer) {
    var router = Router.router(vertx);
    router
        .route()
        .handler(
            request -> {
              RequestEnd.of(request).onComplete(end -> ended.incrementAndGet());
              begun.incrementAndGet();
              answer.accept(request);
            });
    return vertx
        .createHttpServer()
        .requestHandler(router)
        .listen(0, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  private void send(HttpServer server) {
    client
        .request(HttpMethod.GET, server.actualPort(), "127.0.0.1", "/")
        .onSuccess(request -> request.send());
  }
}
