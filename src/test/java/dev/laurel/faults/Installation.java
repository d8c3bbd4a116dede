package dev.laurel.faults;

import dev.laurel.testing.LaurelProcess;
import dev.laurel.testing.PostgresProcess;
import dev.laurel.testing.RedisProcess;
import dev.laurel.testing.SwallowingProxy;
import dev.laurel.testing.TestTokens;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** Servers and nodes of their own, all of which can be broken. */
final class Installation implements AutoCloseable {
  private static final URI NOWHERE = URI.create("http://127.0.0.1:1");

  private final Vertx vertx = Vertx.vertx();
  private final PostgresProcess postgres;
  private final RedisProcess redis;
  private final SwallowingProxy wire;
  private final List<Node> nodes;

  /**
   * Starts two nodes, the first of which reaches Redis through a wire that can be silenced.
   *
   * @param settings of the nodes, by property name
   */
  Installation(Map<String, String> settings) {
    postgres = PostgresProcess.start();
    redis = RedisProcess.start(vertx);
    wire = new SwallowingProxy(vertx, redis.port());
    nodes =
        Stream.of(wire.uri(), redis.uri())
            .map(uri -> new Node(environment(settings, uri)))
            .toList();
    nodes.forEach(Node::awaitReady);
  }

  private Map<String, String> environment(Map<String, String> settings, String redisUri) {
    var all = new HashMap<>(postgres.settings());
    all.put("quarkus.redis.hosts", redisUri);
    all.put("laurel.auth.hs256-secret", TestTokens.SECRET);
    all.put("laurel.demo", "false");
    all.putAll(settings);
    return LaurelProcess.environment(all);
  }

  PostgresProcess postgres() {
    return postgres;
  }

  RedisProcess redis() {
    return redis;
  }

  SwallowingProxy wire() {
    return wire;
  }

  List<Node> nodes() {
    return nodes;
  }

  Node first() {
    return nodes.get(0);
  }

  Node second() {
    return nodes.get(1);
  }

  /** What a proxy in front of the nodes would choose: one of those that are up. */
  URI anyNode() {
    var up = nodes.stream().map(Node::address).filter(address -> address != null).toList();
    return up.isEmpty() ? NOWHERE : up.get(ThreadLocalRandom.current().nextInt(up.size()));
  }

  @Override
  public void close() {
    nodes.forEach(Node::close);
    wire.close();
    redis.close();
    postgres.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
