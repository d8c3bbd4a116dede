package dev.laurel.broadcast;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/**
 * Started means that the first try to subscribe is over: with Redis there, clients are told of
 * everything at once from here on; without it, a start would otherwise never end.
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
