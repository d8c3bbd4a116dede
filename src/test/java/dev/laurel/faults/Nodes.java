package dev.laurel.faults;

import dev.laurel.testing.LaurelProcess;
import dev.laurel.testing.PostgresProcess;
import dev.laurel.testing.TestTokens;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/** Packaged nodes on a PostgreSQL of their own. */
final class Nodes implements AutoCloseable {
  private static final URI NOWHERE = URI.create("http://127.0.0.1:1");

  private final PostgresProcess postgres = PostgresProcess.start();
  private final List<Node> nodes;

  /** Starts a node for each of the given settings, which name the Redis to use. */
  Nodes(List<Map<String, String>> settings) {
    this(postgres -> settings);
  }

  /** As the other constructor, with settings that depend on the PostgreSQL. */
  Nodes(Function<PostgresProcess, List<Map<String, String>>> settings) {
    nodes = settings.apply(postgres).stream().map(this::environment).map(Node::new).toList();
    nodes.forEach(Node::awaitReady);
  }

  private Map<String, String> environment(Map<String, String> settings) {
    var all = new HashMap<>(postgres.settings());
    all.put("laurel.auth.hs256-secret", TestTokens.SECRET);
    all.put("laurel.demo", "false");
    all.putAll(settings);
    return LaurelProcess.environment(all);
  }

  PostgresProcess postgres() {
    return postgres;
  }

  List<Node> all() {
    return nodes;
  }

  /** The address of a running node, as a proxy would choose it. */
  URI any() {
    var up = nodes.stream().map(Node::address).filter(Objects::nonNull).toList();
    return up.isEmpty() ? NOWHERE : up.get(ThreadLocalRandom.current().nextInt(up.size()));
  }

  @Override
  public void close() {
    nodes.forEach(Node::close);
    postgres.close();
  }
}
