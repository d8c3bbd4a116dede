package dev.laurel.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.io.FileUtils;

/**
 * A real PostgreSQL with its own port and data. Can be stopped, killed, frozen and restarted in
 * place; committed data survives that. Ends with the JVM.
 */
public final class PostgresProcess implements AutoCloseable {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

  private final Path directory;
  private final int port;
  private final Map<String, String> extra;
  private final Thread end = new Thread(this::kill);
  private EmbeddedPostgres server;

  private PostgresProcess(int port, Map<String, String> extra) {
    try {
      this.directory = Files.createTempDirectory("laurel-postgres-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.port = port;
    this.extra = extra;
    Runtime.getRuntime().addShutdownHook(end);
  }

  public static PostgresProcess start() {
    return atPort(RedisProcess.freePort()).startAgain();
  }

  /** A server that is not started yet. */
  public static PostgresProcess atPort(int port) {
    return new PostgresProcess(port, Map.of());
  }

  /** Starts a server that accepts TLS. */
  public static PostgresProcess start(Certificate certificate) {
    return new PostgresProcess(
            RedisProcess.freePort(),
            Map.of(
                "ssl", "on",
                "ssl_cert_file", certificate.certificate().toString(),
                "ssl_key_file", certificate.key().toString()))
        .startAgain();
  }

  /** Starts a hot standby that follows this server, which restarts for it. */
  public PostgresProcess startStandby() {
    var standby = atPort(RedisProcess.freePort());
    stop();
    try {
      var data = standby.directory.resolve("data");
      FileUtils.copyDirectory(directory.resolve("data").toFile(), data.toFile());
      Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
      Files.createFile(data.resolve("standby.signal"));
      Files.writeString(
          data.resolve("postgresql.auto.conf"),
          "primary_conninfo = 'host=127.0.0.1 port=%d user=postgres'%n".formatted(port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    startAgain();
    return standby.startAgain();
  }

  /** Makes a standby the primary, and waits until it is. */
  public void promote() {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      statement.execute("select pg_promote()");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The settings of a node that uses it, by property name. */
  public Map<String, String> settings() {
    return Map.of(
        "quarkus.datasource.jdbc.url", url(),
        "quarkus.datasource.username", "postgres",
        "quarkus.datasource.password", "postgres");
  }

  public int port() {
    return port;
  }

  private String url() {
    return "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port);
  }

  /** Opens a connection to it. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url(), "postgres", "postgres");
  }

  /** Starts it on the same port and data, and waits until it answers. */
  public PostgresProcess startAgain() {
    var builder = EmbeddedPostgres.builder();
    extra.forEach(builder::setServerConfig);
    try {
      server =
          builder
              .setPort(port)
              .setDataDirectory(directory.resolve("data"))
              .setCleanDataDirectory(false)
              .setRegisterShutdownHook(false)
              .setPGStartupWait(START_TIMEOUT)
              .setServerConfig("listen_addresses", "127.0.0.1")
              .setServerConfig("unix_socket_directories", "")
              .setServerConfig("max_connections", "200")
              // Only a crash of the machine would lose data, not one of the process.
              .setServerConfig("fsync", "off")
              .setServerConfig("full_page_writes", "off")
              .setServerConfig("synchronous_commit", "on")
              .setOutputRedirector(log())
              .setErrorRedirector(log())
              .start();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ProcessBuilder.Redirect log() {
    return ProcessBuilder.Redirect.appendTo(directory.resolve("postgres.log").toFile());
  }

  /** Shuts it down in order, disconnecting its clients, and waits. */
  public void stop() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends all its processes without warning (SIGKILL) and waits. */
  public void kill() {
    if (server != null) {
      var processes = processes();
      Signal.kill(processes.stream().map(ProcessHandle::pid).toList());
      processes.forEach(process -> process.onExit().join());
      // Releases the directory.
      stop();
    }
  }

  /** Stops answering, with connections open, until {@link #thaw()}. */
  public void freeze() {
    Signal.freeze(processes().stream().map(ProcessHandle::pid).toList());
  }

  public void thaw() {
    Signal.thaw(processes().stream().map(ProcessHandle::pid).toList());
  }

  /** Ends the connections of all clients. */
  public void dropConnections() {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      statement.execute(
          "select pg_terminate_backend(pid) from pg_stat_activity"
              + " where backend_type = 'client backend' and pid <> pg_backend_pid()");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The server and its children, parents first. */
  private List<ProcessHandle> processes() {
    try (var lines = Files.lines(directory.resolve("data/postmaster.pid"))) {
      var postmaster = ProcessHandle.of(Long.parseLong(lines.findFirst().orElseThrow().strip()));
      var processes = new ArrayList<ProcessHandle>();
      postmaster.ifPresent(
          process -> {
            processes.add(process);
            process.descendants().forEach(processes::add);
          });
      return processes;
    } catch (IOException e) {
      return List.of();
    }
  }

  @Override
  public void close() {
    kill();
    Runtime.getRuntime().removeShutdownHook(end);
    FileUtils.deleteQuietly(directory.toFile());
  }
}
