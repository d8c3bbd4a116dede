package dev.laurel.tracing;

import io.prometheus.client.exemplars.ExemplarSampler;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Switches exemplars off. Looking up the current span costs more than counting a frame, whether
 * tracing is on or not.
 */
@Singleton
class NoExemplars {
  @Produces
  @Singleton
  @Alternative
  @Priority(1)
  Optional<ExemplarSampler> none() {
    return Optional.empty();
  }
}
