package dev.laurel.sql;

import static org.awaitility.Awaitility.await;

import dev.laurel.testing.RedisProcess;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * A real PgBouncer in transaction mode, configured as operations.md says. Its few connections to
 * the server are handed to another client after every transaction. Ends with the JVM.
 */
final class PgBouncerProcess implements AutoCloseable {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(20);

  private static final String SETTINGS =
      """
      [databases]
      * = host=127.0.0.1 port=%d connect_query='%s'
      [pgbouncer]
      listen_addr = 127.0.0.1
      listen_port = %d
      unix_socket_dir =
      auth_type = trust
      auth_file = %s
      pool_mode = transaction
      ignore_startup_parameters = extra_float_digits
      default_pool_size = 6
      max_client_conn = 500
      server_round_robin = 1
      """;

  private final int port = RedisProcess.freePort();
  private final Path directory;
  private final Process process;
  private final Thread end = new Thread(this::end);

  /**
   * Starts it. Without an installed PgBouncer the test is skipped with a message; under CI it
   * fails.
   *
   * @param server the JDBC address of the PostgreSQL behind it
   * @param connectQuery runs on each of its connections to the server
   */
  static PgBouncerProcess start(String server, String connectQuery) {
    var executable = executable();
    if (executable.isEmpty()) {
      var message = "No pgbouncer found: install it";
      if ("true".equals(System.getenv("CI"))) {
        Assertions.fail(message);
      }
      System.err.println("TESTS BEHIND PGBOUNCER SKIPPED. " + message + ".");
      Assumptions.abort(message);
    }
    try {
      return new PgBouncerProcess(
          executable.get(), URI.create(server.replace("jdbc:", "")).getPort(), connectQuery);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Path> executable() {
    var path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin";
    return Arrays.stream(path.split(File.pathSeparator))
        .map(entry -> Path.of(entry, "pgbouncer"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private PgBouncerProcess(Path executable, int server, String connectQuery) throws IOException {
    directory = Files.createTempDirectory("laurel-pgbouncer-");
    var users = directory.resolve("users.txt");
    Files.writeString(users, "\"postgres\" \"postgres\"\n");
    var settings = directory.resolve("pgbouncer.ini");
    Files.writeString(
        settings, SETTINGS.formatted(server, connectQuery.replace("'", "''"), port, users));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));

    var command = new ArrayList<>(List.of(executable.toString()));
    if ("root".equals(System.getProperty("user.name"))) {
      // As which it refuses to run.
      command.addAll(List.of("-u", "nobody"));
    }
    command.add(settings.toString());
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log().toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(end);
    await("PgBouncer")
        .atMost(START_TIMEOUT)
        .failFast("it ended", () -> !process.isAlive())
        .until(this::accepts);
  }

  private boolean accepts() {
    try (var connection = new Socket("127.0.0.1", port)) {
      return connection.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private Path log() {
    return directory.resolve("pgbouncer.log");
  }

  /** The JDBC address of a database behind it. */
  String url(String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s?prepareThreshold=0".formatted(port, database);
  }

  private void end() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    end();
    Runtime.getRuntime().removeShutdownHook(end);
    FileUtils.deleteQuietly(directory.toFile());
  }
}
