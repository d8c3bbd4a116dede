package dev.laurel.broadcast;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Reports whether Redis can be reached, and is ready even if not: polling works without Redis, but
 * not with all nodes out of rotation.
 */
@Readiness
@ApplicationScoped
class RedisReadiness implements AsyncHealthCheck {
  private final Broadcast broadcast;

  RedisReadiness(Broadcast broadcast) {
    this.broadcast = broadcast;
  }

  @Override
  public Uni<HealthCheckResponse> call() {
    return Uni.createFrom()
        .item(
            () ->
                HealthCheckResponse.named("redis")
                    .up()
                    .withData("reachable", !broadcast.isImpaired())
                    .build());
  }
}
