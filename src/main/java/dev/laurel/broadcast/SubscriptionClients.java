package dev.laurel.broadcast;

import io.micrometer.core.instrument.config.MeterFilter;
import io.quarkus.redis.client.RedisOptionsCustomizer;
import io.quarkus.redis.runtime.client.config.RedisConfig;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Creates the clients of subscription connections from the options of the default Redis client
 * (address, password, TLS and so on), so that operators set them once.
 */
@Singleton
@Priority(Integer.MIN_VALUE)
final class SubscriptionClients implements RedisOptionsCustomizer {
  private static final String NAME = "laurel-broadcast";

  private volatile RedisOptions defaults;
  private final AtomicInteger made = new AtomicInteger();

  /**
   * Drops the meters of pools of one connection: they say nothing, and clash with those of the
   * next.
   */
  @Produces
  @Singleton
  static MeterFilter withoutClientMeters() {
    return MeterFilter.deny(
        id -> NAME.equals(id.getTag("pool.name")) || NAME.equals(id.getTag("clientName")));
  }

  /** Changes nothing; keeps the default client's options, after all other customizers. */
  @Override
  public void customize(String clientName, RedisOptions options) {
    if (RedisConfig.DEFAULT_CLIENT_NAME.equals(clientName)) {
      defaults = options;
    }
  }

  /**
   * A client for one connection, to be closed with it: the pool behind a client can neither drop a
   * connection that hangs nor tell it from a good one.
   */
  Redis create(Vertx vertx) {
    if (defaults == null) {
      throw new IllegalStateException("No Redis is configured: set quarkus.redis.hosts");
    }
    return Redis.createClient(vertx, options(made.getAndIncrement()));
  }

  private RedisOptions options(int turn) {
    var options = new RedisOptions(defaults);
    // A subscription may be quiet for as long as nobody has anything to say; the probe watches it.
    options.setNetClientOptions(
        new NetClientOptions(defaults.getNetClientOptions())
            .setIdleTimeout(0)
            .setReadIdleTimeout(0)
            .setWriteIdleTimeout(0)
            .setReconnectAttempts(0)
            .setMetricsName("redis|" + NAME));
    options
        .setPoolName(NAME)
        .setPoolRecycleTimeout(-1)
        .setPoolCleanerInterval(-1)
        .setAutoFailover(false);
    if (defaults.getType() != RedisClientType.SENTINEL) {
      // Clusters and replicas pass publications on to every server, so a plain connection to any of
      // them will do;
      // the cluster client would send each SUBSCRIBE to another one. Taking turns gets around a
      // dead server.
      var endpoints = defaults.getEndpoints();
      options
          .setType(RedisClientType.STANDALONE)
          .setEndpoints(List.of(endpoints.get(Math.floorMod(turn, endpoints.size()))));
    }
    return options;
  }
}
