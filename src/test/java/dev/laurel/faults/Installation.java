package dev.laurel.faults;

import dev.laurel.testing.PostgresProcess;
import dev.laurel.testing.RedisProcess;
import dev.laurel.testing.SwallowingProxy;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Two nodes with their own PostgreSQL and Redis, all of which tests can break. The first node
 * reaches Redis through a proxy that can be silenced.
 */
final class Installation implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final RedisProcess redis = RedisProcess.start(vertx);
  private final SwallowingProxy wire = new SwallowingProxy(vertx, redis.port());
  private final Nodes nodes;

  /**
   * @param settings of both nodes, by property name
   */
  Installation(Map<String, String> settings) {
    nodes =
        new Nodes(
            Stream.of(wire.uri(), redis.uri()).map(redisUri -> with(settings, redisUri)).toList());
  }

  private static Map<String, String> with(Map<String, String> settings, String redisUri) {
    var all = new HashMap<>(settings);
    all.put("quarkus.redis.hosts", redisUri);
    return all;
  }

  PostgresProcess postgres() {
    return nodes.postgres();
  }

  RedisProcess redis() {
    return redis;
  }

  SwallowingProxy wire() {
    return wire;
  }

  Nodes nodes() {
    return nodes;
  }

  Node first() {
    return nodes.all().get(0);
  }

  Node second() {
    return nodes.all().get(1);
  }

  @Override
  public void close() {
    nodes.close();
    wire.close();
    redis.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
