package dev.laurel.outage;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready means that the database answers and the clocks agree. The checks report the watch's state
 * instead of querying, so that they need neither thread nor connection when none is left.
 */
class DatabaseReadiness {
  @Produces
  @Readiness
  @Singleton
  AsyncHealthCheck database(DatabaseWatch database) {
    return () ->
        Uni.createFrom()
            .item(() -> HealthCheckResponse.named("database").status(!database.isAway()).build());
  }

  @Produces
  @Readiness
  @Singleton
  AsyncHealthCheck clock(DatabaseClock clock) {
    return () ->
        Uni.createFrom()
            .item(
                () ->
                    HealthCheckResponse.named("clock")
                        .status(!clock.isFarFromMachine())
                        .withData("ahead_ms", clock.machineAhead().toMillis())
                        .build());
  }
}
