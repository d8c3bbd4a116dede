package dev.laurel.outage;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready means that the database answers. Says what the watch knows instead of asking, so that it
 * needs no thread and no connection when there are none left.
 */
@Readiness
@ApplicationScoped
class DatabaseReadiness implements AsyncHealthCheck {
  private final DatabaseWatch database;

  DatabaseReadiness(DatabaseWatch database) {
    this.database = database;
  }

  @Override
  public Uni<HealthCheckResponse> call() {
    return Uni.createFrom()
        .item(HealthCheckResponse.named("database").status(!database.isAway()).build());
  }
}
