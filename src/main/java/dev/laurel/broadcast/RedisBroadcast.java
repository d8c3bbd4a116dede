package dev.laurel.broadcast;

import dev.laurel.installation.InstallationKey;
import dev.laurel.outage.RedisWatch;
import dev.laurel.wire.EventLoop;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Publishes through the pool of the default Redis client and receives through one connection of its
 * own, connected in the background from start-up on.
 */
@Startup
@Singleton
final class RedisBroadcast implements Broadcast {
  private static final Logger LOG = Logger.getLogger("laurel.broadcast");

  /** Time to connect to Redis, greeting included. */
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /** Upper bound of the random delay before the first reconnect; doubles with each failure. */
  private static final Duration FIRST_RECONNECT_DELAY = Duration.ofMillis(50);

  private final String prefix;
  private final Publisher publisher;
  private final ChannelRegistry registry;
  private final BroadcastMetrics metrics;
  private final SubscriptionSupervisor supervisor;

  @Inject
  RedisBroadcast(
      Vertx vertx,
      Redis commands,
      SubscriptionClients clients,
      RedisWatch watch,
      InstallationKey key,
      BroadcastConfig config,
      MeterRegistry meters,
      Event<SubscriptionsRestored> restored) {
    this(
        vertx,
        commands,
        () -> clients.create(vertx),
        watch,
        key,
        config,
        meters,
        event ->
            restored
                .fireAsync(event)
                .exceptionally(
                    failure -> {
                      LOG.error("An observer of SubscriptionsRestored failed", failure);
                      return event;
                    }));
  }

  /**
   * @param commands the client that publishes
   * @param clients creates a client for each attempt to connect for receiving
   * @param restored called on the I/O thread and must not block
   */
  RedisBroadcast(
      Vertx vertx,
      Redis commands,
      Supplier<Redis> clients,
      RedisWatch watch,
      InstallationKey key,
      BroadcastConfig config,
      MeterRegistry meters,
      Consumer<SubscriptionsRestored> restored) {
    // One event loop for publishing and receiving, whichever thread constructs this.
    var eventLoop = EventLoop.pick(vertx);
    prefix = config.channelPrefix();
    publisher =
        new Publisher(
            eventLoop, commands, watch, key, config.publishTimeout(), config.publishQueue());
    var backoff =
        new Backoff(FIRST_RECONNECT_DELAY, config.reconnectMaxDelay(), new SplittableRandom());
    supervisor =
        new SubscriptionSupervisor(
            vertx, eventLoop, watch, backoff, outage -> restored(outage, restored));
    registry = new ChannelRegistry(key, supervisor::changed, this::receiverFailed);
    metrics = new BroadcastMetrics(meters, registry);
    Gauge.builder("laurel.broadcast.impaired", this, node -> node.isImpaired() ? 1 : 0)
        .description("1 while publishing to Redis or receiving from it fails")
        .register(meters);
    var probe =
        new Probe(
            vertx,
            publisher,
            prefix + "probe:" + UUID.randomUUID(),
            config.probeInterval(),
            config.probeTimeout());
    supervisor.start(
        () ->
            SubscriptionConnection.open(
                eventLoop, clients.get(), CONNECT_TIMEOUT, registry, metrics),
        probe);
  }

  @Override
  public CompletionStage<Void> publish(List<Message> messages) {
    var named =
        messages.stream()
            .map(message -> new Message(prefix + message.channel(), message.payload()))
            .toList();
    long begun = System.nanoTime();
    var published = publisher.publish(named);
    published.whenComplete(
        (done, failure) -> {
          if (failure == null) {
            metrics.published.increment(named.size());
            metrics.publishing.record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
          } else {
            metrics.publishFailures.increment(named.size());
          }
        });
    return published;
  }

  @Override
  public Subscription subscribe(String channel, Consumer<String> receiver) {
    return registry.subscribe(prefix + channel, receiver);
  }

  @Override
  public boolean isImpaired() {
    return publisher.isImpaired() || supervisor.isImpaired();
  }

  @Override
  public boolean hasTriedToSubscribe() {
    return supervisor.hasTried();
  }

  @PreDestroy
  void close() {
    supervisor.close();
    publisher.close();
  }

  private void restored(Duration outage, Consumer<SubscriptionsRestored> listener) {
    metrics.reconnects.increment();
    listener.accept(new SubscriptionsRestored(registry.size(), outage));
  }

  private void receiverFailed(Throwable thrown) {
    metrics.receiverFailures.increment();
    LOG.warn("A receiver failed; the others are served", thrown);
  }
}
