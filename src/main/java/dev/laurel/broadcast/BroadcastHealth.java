package dev.laurel.broadcast;

import dev.laurel.outage.RedisWatch;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/** Health checks of the exchange between nodes. They report state and don't ask Redis. */
class BroadcastHealth {
  /**
   * Reports whether Redis serves all that is asked of it, and is ready even if not: polling works
   * without Redis, but not with all nodes out of rotation.
   */
  @Produces
  @Readiness
  @Singleton
  AsyncHealthCheck redis(Broadcast broadcast, RedisWatch watch) {
    return () ->
        Uni.createFrom()
            .item(
                HealthCheckResponse.named("redis")
                    .up()
                    .withData("reachable", !broadcast.isImpaired() && !watch.isOutage())
                    .build());
  }

  /**
   * Started means that the first attempt to subscribe has ended: with Redis, hints arrive from here
   * on; without it, the start must not wait forever.
   */
  @Produces
  @Startup
  @Singleton
  AsyncHealthCheck subscription(Broadcast broadcast) {
    return () ->
        Uni.createFrom()
            .item(
                HealthCheckResponse.named("subscription")
                    .status(broadcast.hasTriedToSubscribe())
                    .build());
  }
}
