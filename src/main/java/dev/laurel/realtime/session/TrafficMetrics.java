package dev.laurel.realtime.session;

import dev.laurel.realtime.personal.DeliveryMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The {@link Traffic} of each endpoint. */
@Singleton
class TrafficMetrics {
  private final Map<String, Traffic> byEndpoint = new ConcurrentHashMap<>();
  private final MeterRegistry meters;
  private final DeliveryMetrics deliveries;

  TrafficMetrics(MeterRegistry meters, DeliveryMetrics deliveries) {
    this.meters = meters;
    this.deliveries = deliveries;
  }

  Traffic of(String endpoint) {
    return byEndpoint.computeIfAbsent(endpoint, name -> new Traffic(meters, deliveries, name));
  }
}
