package dev.laurel.outage;

import static org.awaitility.Awaitility.await;
import static org.eclipse.microprofile.health.HealthCheckResponse.Status.DOWN;
import static org.eclipse.microprofile.health.HealthCheckResponse.Status.UP;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventLoopLivenessTest {
  private static final Duration TIMEOUT = Duration.ofMillis(500);

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(3));
  private final EventLoopLiveness liveness = new EventLoopLiveness(vertx, TIMEOUT);

  @AfterEach
  void close() {
    liveness.stop();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void nodeIsAliveWhileItsEventLoopsTurn() {
    // When
    await().during(TIMEOUT.multipliedBy(2)).until(() -> health().getStatus() == UP);

    // Then
    assertEquals(0L, health().getData().orElseThrow().get("stalled"));
  }

  @Test
  void nodeWithABlockedEventLoopIsNotAliveUntilItTurnsAgain() {
    // Given
    var release = new CountDownLatch(1);

    // When
    vertx.runOnContext(
        v -> {
          try {
            release.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });

    // Then
    await().until(() -> health().getStatus() == DOWN);
    assertEquals(1L, health().getData().orElseThrow().get("stalled"));

    // When
    release.countDown();

    // Then
    await().until(() -> health().getStatus() == UP);
  }

  private HealthCheckResponse health() {
    return liveness.call().await().indefinitely();
  }
}
