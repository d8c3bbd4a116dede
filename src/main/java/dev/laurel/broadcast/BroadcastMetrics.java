package dev.laurel.broadcast;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.stream.Stream;

/** Metrics of publishing and receiving. Channels are never labels: there may be one per user. */
final class BroadcastMetrics {
  private static final Duration[] LAGS =
      Stream.of(1, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500)
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  final Counter published;
  final Counter publishFailures;
  final Counter received;
  final Counter receiverFailures;
  final Counter forged;
  final Counter reconnects;
  final Timer publishing;
  final Timer roundTrips;

  BroadcastMetrics(MeterRegistry meters, ChannelRegistry channels) {
    published = counter(meters, "published", "Messages that Redis has accepted");
    publishFailures = counter(meters, "publish.failures", "Messages that could not be published");
    received = counter(meters, "received", "Messages received for a channel with a receiver");
    forged =
        counter(meters, "forged", "Messages dropped since no node of the installation sent them");
    receiverFailures = counter(meters, "receiver.failures", "Exceptions thrown by receivers");
    reconnects = counter(meters, "reconnects", "Times the subscription connection was restored");
    publishing = timer(meters, "publishing", "Publications, by how long Redis took to take them");
    roundTrips =
        timer(meters, "round.trips", "Probes, by how long they took over Redis back to this node");
    Gauge.builder("laurel.broadcast.subscriptions", channels, ChannelRegistry::size)
        .description("Channels this node is subscribed to")
        .register(meters);
  }

  private static Counter counter(MeterRegistry meters, String name, String description) {
    return Counter.builder("laurel.broadcast." + name).description(description).register(meters);
  }

  private static Timer timer(MeterRegistry meters, String name, String description) {
    return Timer.builder("laurel.broadcast." + name)
        .description(description)
        .serviceLevelObjectives(LAGS)
        .register(meters);
  }
}
