package dev.laurel.embedded;

import dev.laurel.startup.LocalServicesException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import redis.embedded.RedisExecProvider;

/**
 * Redis from the embedded-redis library's binaries, in a process group of its own: otherwise Ctrl+C
 * would stop it at the same moment as the service, which still needs it.
 */
final class RedisServer implements AutoCloseable {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(20);

  private final DataDirectory data;
  private final Path configuration;
  private final Path pidFile;
  private final int port;
  private final String password;

  private RedisServer(DataDirectory data, Path directory, int port) {
    this.data = data;
    this.configuration = directory.resolve("redis.conf");
    this.pidFile = directory.resolve("redis.pid");
    this.port = port;
    this.password = data.secret("servers.secret");
  }

  static RedisServer start(DataDirectory data, Durability durability) {
    RedisServer server = null;
    try {
      server = new RedisServer(data, data.subdirectory("redis"), ServerProcess.freePort());
      server.close();
      server.launch(durability);
      return server;
    } catch (IOException | InterruptedException | RuntimeException e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      if (server != null) {
        server.close();
      }
      throw new LocalServicesException(
          "Redis does not start (%s); see %s"
              .formatted(e.getMessage(), data.displayed("redis.log")),
          e);
    }
  }

  private void launch(Durability durability) throws IOException, InterruptedException {
    data.write(configuration, settings(durability));
    var log = ProcessBuilder.Redirect.appendTo(data.path("redis.log").toFile());
    var exit =
        new ProcessBuilder(executable().toString(), configuration.toString())
            .directory(configuration.getParent().toFile())
            .redirectOutput(log)
            .redirectError(log)
            .start()
            .waitFor();
    if (exit != 0) {
      throw new IOException("exit code " + exit);
    }
    var deadline = System.nanoTime() + START_TIMEOUT.toNanos();
    while (!answers()) {
      if (System.nanoTime() > deadline) {
        throw new IOException("no answer within " + START_TIMEOUT.toSeconds() + " s");
      }
      Thread.sleep(POLL.toMillis());
    }
  }

  private String settings(Durability durability) {
    return """
    bind 127.0.0.1
    port %d
    protected-mode yes
    requirepass %s
    daemonize yes
    set-proc-title no
    pidfile %s
    logfile %s
    dir %s
    save ""
    appendonly yes
    appendfsync %s
    """
        .formatted(
            port,
            password,
            quoted(pidFile),
            quoted(data.path("redis.log")),
            quoted(configuration.getParent()),
            durability == Durability.DURABLE ? "everysec" : "no");
  }

  private static String quoted(Path path) {
    return '"' + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /**
   * The library unpacks into the temporary directory on each call: one copy is kept beside the data
   * instead.
   */
  private Path executable() throws IOException {
    var executable =
        data.subdirectory("bin").resolve("redis-server-" + RedisExecProvider.redisVersion);
    if (!Files.isExecutable(executable)) {
      var unpacked = RedisExecProvider.defaultProvider().get().toPath();
      var part = executable.resolveSibling(executable.getFileName() + ".part");
      Files.copy(
          unpacked, part, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
      Files.move(part, executable, StandardCopyOption.ATOMIC_MOVE);
    }
    return executable;
  }

  /** True if this server, not another on its port, answers and has loaded its data. */
  private boolean answers() throws IOException {
    try (var socket = new Socket()) {
      var timeout = (int) Duration.ofSeconds(1).toMillis();
      socket.setSoTimeout(timeout);
      socket.connect(new InetSocketAddress("127.0.0.1", port), timeout);
      var in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      socket
          .getOutputStream()
          .write("AUTH %s\r\nPING\r\n".formatted(password).getBytes(StandardCharsets.US_ASCII));
      return "+OK".equals(in.readLine()) && "+PONG".equals(in.readLine());
    } catch (java.net.SocketException | java.net.SocketTimeoutException e) {
      return false;
    }
  }

  String version() {
    return RedisExecProvider.redisVersion;
  }

  /** The address with the password, in Quarkus's format. */
  String uri() {
    return "redis://:%s@127.0.0.1:%d".formatted(password, port);
  }

  /** Stops the server of this directory, whichever process started it. */
  @Override
  public void close() {
    ServerProcess.find(pidFile, configuration).ifPresent(process -> process.stop("TERM"));
  }

  @Override
  public String toString() {
    return "127.0.0.1:%d, data in %s".formatted(port, data.displayed("redis"));
  }
}
