package dev.laurel.tracing;

import io.prometheus.client.exemplars.ExemplarSampler;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Metrics without examples of traces. To look for a span would cost each count of a frame more than
 * the count itself, whether anything is traced or not.
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
