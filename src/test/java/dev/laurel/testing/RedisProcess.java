package dev.laurel.testing;

import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.apache.commons.io.FileUtils;
import redis.embedded.RedisExecProvider;

/**
 * A real Redis with its own port. Can be stopped, killed, frozen and restarted in place, persists
 * nothing by default, and ends with the JVM.
 */
public final class RedisProcess implements AutoCloseable {
  private static final String KEEPS_NOTHING = "save \"\"\nappendonly no\n";
  private static final Duration START_TIMEOUT = Duration.ofSeconds(20);

  private final Vertx vertx;
  private final int port;
  private final String password;
  private final Path directory;
  private final List<String> command = new ArrayList<>();
  private final Thread end = new Thread(this::end);
  private Process process;

  private RedisProcess(Vertx vertx, int port, String password, String settings, String... options) {
    this.vertx = vertx;
    this.port = port;
    this.password = password;
    try {
      directory = Files.createTempDirectory("laurel-redis-");
      var file = directory.resolve("redis.conf");
      Files.writeString(
          file, "port %d\nbind 127.0.0.1\ndir %s\n%s\n".formatted(port, directory, settings));
      command.addAll(
          List.of(RedisExecProvider.defaultProvider().get().toString(), file.toString()));
      command.addAll(List.of(options));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime().addShutdownHook(end);
    startAgain();
  }

  public static RedisProcess start(Vertx vertx) {
    return new RedisProcess(vertx, freePort(), null, KEEPS_NOTHING);
  }

  /**
   * @param settings of redis.conf, besides port and data
   */
  public static RedisProcess start(Vertx vertx, int port, String password, String settings) {
    return new RedisProcess(
        vertx, port, password, KEEPS_NOTHING + withPassword(password) + settings);
  }

  /**
   * Starts a sentinel.
   *
   * @param settings of sentinel.conf, besides port and data
   */
  public static RedisProcess sentinel(Vertx vertx, String password, String settings) {
    return new RedisProcess(
        vertx, freePort(), password, withPassword(password) + settings, "--sentinel");
  }

  private static String withPassword(String password) {
    return "requirepass %s\n".formatted(password);
  }

  public static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return port;
  }

  public String uri() {
    return password == null
        ? "redis://127.0.0.1:" + port
        : "redis://:%s@127.0.0.1:%d".formatted(password, port);
  }

  /** Shuts it down in order and waits. */
  public void stop() {
    process.destroy();
    process.onExit().join();
  }

  /** Ends it without warning (SIGKILL) and waits. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Starts it on the same port and waits until it answers. */
  public void startAgain() {
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(
                  ProcessBuilder.Redirect.appendTo(directory.resolve("redis.log").toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    await("Redis")
        .atMost(START_TIMEOUT)
        .pollInterval(Duration.ofMillis(20))
        .ignoreExceptions()
        .until(() -> command(Command.PING).toString().equals("PONG"));
  }

  /** Stops answering, with connections open, until {@link #thaw()}. */
  public void freeze() {
    Signal.freeze(List.of(process.pid()));
  }

  public void thaw() {
    Signal.thaw(List.of(process.pid()));
  }

  /** Sends one command on a connection of its own and waits for the answer. */
  public Response command(Command command, Object... args) {
    var client = Redis.createClient(vertx, uri());
    try {
      return client
          .send(Request.cmd(command, args))
          .toCompletionStage()
          .toCompletableFuture()
          .get(5, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    } finally {
      client.close();
    }
  }

  public int subscribers(String channel) {
    return command(Command.PUBSUB, "NUMSUB", channel).get(1).toInteger();
  }

  /** The number of calls of a command since the server started. */
  public int calls(String command) {
    var stats = command(Command.INFO, "commandstats").toString();
    var matcher = Pattern.compile("cmdstat_" + command + ":calls=(\\d+)").matcher(stats);
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
  }

  private void end() {
    process.destroyForcibly();
  }

  @Override
  public void close() {
    kill();
    Runtime.getRuntime().removeShutdownHook(end);
    FileUtils.deleteQuietly(directory.toFile());
  }
}
