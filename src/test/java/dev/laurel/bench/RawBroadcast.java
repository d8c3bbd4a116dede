package dev.laurel.bench;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;

/**
 * The baseline of the comparison: a bare Vert.x server, in its own process, that repeatedly sends
 * the same string to all its sockets.
 */
final class RawBroadcast implements AutoCloseable {
  private final Process process;
  private final Path frame;
  private final int port;

  private RawBroadcast(Process process, Path frame, int port) {
    this.process = process;
    this.frame = frame;
    this.port = port;
  }

  /** Starts the server and waits until it listens. */
  static RawBroadcast start(String text, Duration period) {
    try {
      int port = freePort();
      var frame = Files.writeString(Files.createTempFile("laurel-frame-", ".json"), text);
      var command = new ArrayList<String>();
      command.add(ProcessHandle.current().info().command().orElse("java"));
      command.addAll(List.of(System.getProperty("laurel.jvm.flags", "-Xshare:auto").split(" ")));
      command.addAll(List.of("-cp", System.getProperty("java.class.path")));
      command.add(RawBroadcast.class.getName());
      command.addAll(List.of(frame.toString(), "" + period.toMillis(), "" + port));
      var log = Files.createTempFile("laurel-raw-", ".log");
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      Awaitility.await("listening")
          .atMost(Duration.ofSeconds(30))
          .until(() -> Files.readString(log).contains("listening"));
      Files.delete(log);
      return new RawBroadcast(process, frame, port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + port);
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    process.onExit().join();
    Files.delete(frame);
  }

  /**
   * Runs the server.
   *
   * @param arguments a file with the text, the period in milliseconds, and the port
   */
  public static void main(String... arguments) throws IOException {
    var text = Files.readString(Path.of(arguments[0]));
    long period = Long.parseLong(arguments[1]);
    int port = Integer.parseInt(arguments[2]);
    int loops = 2 * Runtime.getRuntime().availableProcessors();
    Vertx.vertx()
        .deployVerticle(
            () -> new Loop(text, period, port), new DeploymentOptions().setInstances(loops))
        .onSuccess(any -> System.out.println("listening"))
        .onFailure(Throwable::printStackTrace);
  }

  /** The sockets of one event loop. */
  private static final class Loop extends AbstractVerticle {
    private final String text;
    private final long period;
    private final int port;
    private final Set<ServerWebSocket> sockets = new HashSet<>();

    private Loop(String text, long period, int port) {
      this.text = text;
      this.period = period;
      this.port = port;
    }

    @Override
    public void start(Promise<Void> started) {
      vertx.setPeriodic(period, any -> sockets.forEach(socket -> socket.writeTextMessage(text)));
      vertx
          .createHttpServer()
          .webSocketHandler(
              socket -> {
                sockets.add(socket);
                socket.closeHandler(any -> sockets.remove(socket));
              })
          .listen(port, "127.0.0.1")
          .<Void>mapEmpty()
          .onComplete(started);
    }
  }
}
