package dev.laurel.broadcast;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** What operators see of the exchange. Channels are never labels: there may be one per user. */
final class BroadcastMetrics {
  private final Counter published;
  private final Counter publishFailures;
  private final Counter received;
  private final Counter receiverFailures;
  private final Counter reconnects;

  BroadcastMetrics(MeterRegistry meters, ChannelRegistry channels) {
    published = counter(meters, "published", "Messages that Redis has taken");
    publishFailures = counter(meters, "publish.failures", "Messages that could not be published");
    received = counter(meters, "received", "Messages received for a channel with a receiver");
    receiverFailures = counter(meters, "receiver.failures", "Exceptions thrown by receivers");
    reconnects = counter(meters, "reconnects", "Times the subscription connection was restored");
    Gauge.builder("laurel.broadcast.subscriptions", channels, ChannelRegistry::size)
        .description("Channels this node is subscribed to")
        .register(meters);
  }

  private static Counter counter(MeterRegistry meters, String name, String description) {
    return Counter.builder("laurel.broadcast." + name).description(description).register(meters);
  }

  void published(int messages) {
    published.increment(messages);
  }

  void publishFailed(int messages) {
    publishFailures.increment(messages);
  }

  void received() {
    received.increment();
  }

  void receiverFailed() {
    receiverFailures.increment();
  }

  void reconnected() {
    reconnects.increment();
  }
}
