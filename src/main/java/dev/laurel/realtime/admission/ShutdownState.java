package dev.laurel.realtime.admission;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Default;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Knows that this node is shutting down. It is not ready then, and accepts no new clients. */
@Default
@Readiness
@ApplicationScoped
public class ShutdownState implements HealthCheck {
  private volatile boolean begun;

  /** Begins the shutdown, which cannot be undone. */
  public void begin() {
    begun = true;
  }

  public boolean hasBegun() {
    return begun;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("Sockets accepted").status(!begun).build();
  }
}
