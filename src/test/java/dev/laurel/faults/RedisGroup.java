package dev.laurel.faults;

import static org.awaitility.Awaitility.await;

import dev.laurel.testing.RedisProcess;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Redis servers with a password and failover: Sentinel or Cluster. */
final class RedisGroup implements AutoCloseable {
  private static final String PASSWORD = "redis-password";
  private static final String MASTER_NAME = "laurel";
  private static final int SLOTS = 16_384;
  private static final int MASTERS = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final List<RedisProcess> servers;
  private final List<RedisProcess> sentinels;
  private final Map<String, String> settings;

  private RedisGroup(
      List<RedisProcess> servers, List<RedisProcess> sentinels, Map<String, String> settings) {
    this.servers = servers;
    this.sentinels = sentinels;
    this.settings = settings;
  }

  /** A master and a replica, watched by three sentinels. */
  static RedisGroup sentinel(Vertx vertx) {
    var master = start(vertx, "");
    var replica = start(vertx, "replicaof 127.0.0.1 " + master.port());
    var watch =
        """
        sentinel monitor %1$s 127.0.0.1 %2$d 2
        sentinel auth-pass %1$s %3$s
        sentinel sentinel-pass %3$s
        sentinel down-after-milliseconds %1$s 1000
        sentinel failover-timeout %1$s 5000
        """
            .formatted(MASTER_NAME, master.port(), PASSWORD);
    var sentinels =
        IntStream.range(0, 3).mapToObj(i -> RedisProcess.sentinel(vertx, PASSWORD, watch)).toList();
    await("sentinels that know each other and the replica")
        .atMost(PATIENCE)
        .until(() -> sentinels.stream().allMatch(RedisGroup::knowsAll));
    return new RedisGroup(
        List.of(master, replica),
        sentinels,
        Map.of(
            "quarkus.redis.client-type",
            "sentinel",
            "quarkus.redis.master-name",
            MASTER_NAME,
            "quarkus.redis.hosts",
            hosts(sentinels),
            "quarkus.redis.password",
            PASSWORD));
  }

  private static boolean knowsAll(RedisProcess sentinel) {
    var info = sentinel.command(Command.INFO, "sentinel").toString();
    return info.contains("status=ok") && info.contains("slaves=1,sentinels=3");
  }

  /** Three masters with a replica each. */
  static RedisGroup cluster(Vertx vertx) {
    var servers =
        IntStream.range(0, 2 * MASTERS)
            .mapToObj(i -> start(vertx, "cluster-enabled yes\ncluster-node-timeout 1500\n"))
            .toList();
    var first = servers.get(0);
    servers.forEach(
        server -> first.command(Command.CLUSTER, "MEET", "127.0.0.1", "" + server.port()));
    for (int i = 0; i < MASTERS; i++) {
      servers
          .get(i)
          .command(
              Command.CLUSTER,
              "ADDSLOTSRANGE",
              "" + SLOTS * i / MASTERS,
              "" + (SLOTS * (i + 1) / MASTERS - 1));
    }
    for (int i = 0; i < MASTERS; i++) {
      var id = servers.get(i).command(Command.CLUSTER, "MYID").toString();
      var replica = servers.get(MASTERS + i);
      await("the master being known to its replica")
          .atMost(PATIENCE)
          .ignoreExceptions()
          .until(() -> replica.command(Command.CLUSTER, "REPLICATE", id).toString().equals("OK"));
    }
    await("a cluster").atMost(PATIENCE).until(() -> servers.stream().allMatch(RedisGroup::isWhole));
    return new RedisGroup(
        servers,
        List.of(),
        Map.of(
            "quarkus.redis.client-type",
            "cluster",
            "quarkus.redis.hosts",
            hosts(servers),
            "quarkus.redis.password",
            PASSWORD));
  }

  private static boolean isWhole(RedisProcess server) {
    var nodes = server.command(Command.CLUSTER, "NODES").toString().lines().toList();
    return server.command(Command.CLUSTER, "INFO").toString().contains("cluster_state:ok")
        && nodes.size() == 2 * MASTERS
        && nodes.stream().filter(node -> node.contains("slave")).count() == MASTERS;
  }

  private static RedisProcess start(Vertx vertx, String settings) {
    return RedisProcess.start(
        vertx,
        RedisProcess.freePort(),
        PASSWORD,
        "masterauth %s\nrepl-diskless-sync-delay 0\n%s".formatted(PASSWORD, settings));
  }

  private static String hosts(List<RedisProcess> servers) {
    return servers.stream()
        .map(server -> "redis://127.0.0.1:" + server.port())
        .collect(Collectors.joining(","));
  }

  /** The settings of a node that uses it, by property name. */
  Map<String, String> settings() {
    return settings;
  }

  /** The server that is a master before any failover. */
  RedisProcess firstMaster() {
    return servers.get(0);
  }

  @Override
  public void close() {
    var all = new ArrayList<>(sentinels);
    all.addAll(servers);
    all.forEach(RedisProcess::close);
  }
}
