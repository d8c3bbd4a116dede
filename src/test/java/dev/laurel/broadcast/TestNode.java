package dev.laurel.broadcast;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.laurel.installation.InstallationKey;
import dev.laurel.outage.RedisWatch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.redis.runtime.client.config.RedisConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A node's broadcast, wired as in the service, with short times. */
final class TestNode implements AutoCloseable {
  static final String PREFIX = "test:";

  static final byte[] SECRET = "the installation's secret".getBytes(UTF_8);
  private static final Duration QUIET = Duration.ofMillis(500);

  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final List<SubscriptionsRestored> restored = new CopyOnWriteArrayList<>();
  final RedisBroadcast broadcast;
  private final Redis commands;

  TestNode(Vertx vertx, String redis) {
    this(vertx, new RedisOptions().setConnectionString(redis), redis, Map.of());
  }

  /**
   * @param subscriptions the address by which Redis is reached for receiving
   * @param settings override those of this class
   */
  TestNode(Vertx vertx, RedisOptions options, String subscriptions, Map<String, String> settings) {
    commands = Redis.createClient(vertx, options);
    var clients = new SubscriptionClients();
    clients.customize(
        RedisConfig.DEFAULT_CLIENT_NAME,
        new RedisOptions(options).setEndpoints(List.of(subscriptions)));
    broadcast =
        new RedisBroadcast(
            vertx,
            commands,
            () -> clients.create(vertx),
            new RedisWatch(QUIET),
            new InstallationKey(SECRET),
            config(settings),
            meters,
            restored::add);
  }

  private static BroadcastConfig config(Map<String, String> settings) {
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .withMapping(BroadcastConfig.class)
        .withDefaultValues(
            Map.of(
                "laurel.broadcast.channel-prefix", PREFIX,
                "laurel.broadcast.probe-interval", "200ms",
                "laurel.broadcast.probe-timeout", "300ms",
                "laurel.broadcast.publish-timeout", "500ms",
                "laurel.broadcast.reconnect-max-delay", "200ms"))
        .withDefaultValues(settings)
        .build()
        .getConfigMapping(BroadcastConfig.class);
  }

  double count(String meter) {
    return meters.get("laurel.broadcast." + meter).counter().count();
  }

  @Override
  public void close() {
    broadcast.close();
    commands.close();
  }
}
