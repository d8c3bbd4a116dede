package dev.laurel.broadcast;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/**
 * Started means that the first attempt to subscribe has ended: with Redis, hints arrive from here
 * on; without it, the start must not wait forever.
 */
@Startup
@ApplicationScoped
class SubscriptionTried implements AsyncHealthCheck {
  private final Broadcast broadcast;

  SubscriptionTried(Broadcast broadcast) {
    this.broadcast = broadcast;
  }

  @Override
  public Uni<HealthCheckResponse> call() {
    return Uni.createFrom()
        .item(
            () ->
                HealthCheckResponse.named("subscription")
                    .status(broadcast.hasTriedToSubscribe())
                    .build());
  }
}
