package dev.laurel.bench;

import dev.laurel.embedded.Durability;
import dev.laurel.embedded.EmbeddedServers;
import dev.laurel.testing.LaurelProcess;
import dev.laurel.testing.TestTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.commons.io.FileUtils;

/** A packaged node with a durable PostgreSQL and Redis of its own. */
final class Installation implements AutoCloseable {
  private final Path directory;
  private final EmbeddedServers servers;
  private final Map<String, String> settings;
  private final LaurelProcess node;

  private Installation(Path directory, EmbeddedServers servers) {
    this.directory = directory;
    this.servers = servers;
    settings = new HashMap<>(servers.settings());
    settings.put("laurel.auth.hs256-secret", TestTokens.SECRET);
    settings.put("laurel.demo", "false");
    node = LaurelProcess.start(LaurelProcess.environment(settings));
  }

  static Installation start() {
    try {
      var directory = Files.createTempDirectory("laurel-bench-");
      return new Installation(directory, EmbeddedServers.start(directory, Durability.DURABLE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI node() {
    return node.baseUri();
  }

  CpuTime cpuTime() {
    return CpuTime.of(
        Map.of(
            "node", node.pid(),
            "postgresql", pid("postgres/postmaster.pid"),
            "redis", pid("redis/redis.pid"),
            "client", ProcessHandle.current().pid()));
  }

  private long pid(String file) {
    try (var lines = Files.lines(directory.resolve(file))) {
      return Long.parseLong(lines.findFirst().orElseThrow().strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The address of Redis. */
  URI redis() {
    return URI.create(settings.get("quarkus.redis.hosts"));
  }

  /** Runs statements that return nothing. */
  void sql(String statements) {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      statement.execute(statements);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(
        settings.get("quarkus.datasource.jdbc.url"),
        settings.get("quarkus.datasource.username"),
        settings.get("quarkus.datasource.password"));
  }

  /** The last {@code seq} of every user with a log, from the database. */
  Map<String, Long> lastSeqs() {
    try (var connection = connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("select user_id, last_seq from notification_head")) {
      var seqs = new HashMap<String, Long>();
      while (rows.next()) {
        seqs.put(rows.getString(1), rows.getLong(2));
      }
      return seqs;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The bytes in the node's heap after a full collection. */
  long heapAfterCollection() {
    command("GC.run");
    return command("GC.class_histogram")
        .lines()
        .filter(line -> line.startsWith("Total"))
        .mapToLong(line -> Long.parseLong(line.strip().split("\\s+")[2]))
        .findFirst()
        .orElseThrow();
  }

  /** The node's resident memory, in bytes. */
  long residentMemory() {
    try (var lines = Files.lines(Path.of("/proc/" + node.pid() + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String command(String command) {
    try {
      var process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                  Long.toString(node.pid()),
                  command)
              .redirectErrorStream(true)
              .start();
      var output = new String(process.getInputStream().readAllBytes());
      process.waitFor(1, TimeUnit.MINUTES);
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  String nodeLog() {
    return node.log();
  }

  @Override
  public void close() {
    try {
      node.stop();
    } finally {
      servers.close();
      FileUtils.deleteQuietly(directory.toFile());
    }
  }
}
