package dev.laurel.outage;

import dev.laurel.wire.EventLoop;
import io.quarkus.runtime.Startup;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Live means that no event loop is blocked. A blocked loop serves none of its sockets, and only a
 * restart helps. Nothing outside the node counts, since a restart would not help there.
 */
@Startup
@Liveness
@Singleton
class EventLoopLiveness implements AsyncHealthCheck {
  private static final Duration STALL_TIMEOUT = Duration.ofSeconds(20);
  private static final int BEATS_PER_TIMEOUT = 20;

  private final long timeoutNanos;
  private final List<Pulse> pulses = new ArrayList<>();

  @Inject
  EventLoopLiveness(Vertx vertx) {
    this(vertx, STALL_TIMEOUT);
  }

  /**
   * @param timeout how long an event loop may be stuck in one task
   */
  EventLoopLiveness(Vertx vertx, Duration timeout) {
    timeoutNanos = timeout.toNanos();
    var period = timeout.dividedBy(BEATS_PER_TIMEOUT);
    EventLoop.all(vertx).forEach(loop -> pulses.add(new Pulse(loop, period)));
  }

  @Override
  public Uni<HealthCheckResponse> call() {
    return Uni.createFrom()
        .item(
            () -> {
              long now = System.nanoTime();
              long stalled =
                  pulses.stream().filter(pulse -> now - pulse.last > timeoutNanos).count();
              return HealthCheckResponse.named("event loops")
                  .status(stalled == 0)
                  .withData("stalled", stalled)
                  .build();
            });
  }

  @PreDestroy
  void stop() {
    pulses.forEach(pulse -> pulse.beats.cancel(false));
  }

  /** The heartbeat of one event loop. */
  private static final class Pulse {
    private final ScheduledFuture<?> beats;
    private volatile long last = System.nanoTime();

    Pulse(ScheduledExecutorService loop, Duration period) {
      beats =
          loop.scheduleWithFixedDelay(
              () -> last = System.nanoTime(), 0, period.toNanos(), TimeUnit.NANOSECONDS);
    }
  }
}
