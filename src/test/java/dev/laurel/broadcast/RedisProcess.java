package dev.laurel.broadcast;

import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import redis.embedded.RedisServer;

/** A real Redis on a port of its own, which can be stopped and started again there. */
final class RedisProcess implements AutoCloseable {
  private final Vertx vertx;
  private final int port;
  private final RedisServer server;

  private RedisProcess(Vertx vertx, int port, RedisServer server) {
    this.vertx = vertx;
    this.port = port;
    this.server = server;
  }

  static RedisProcess start(Vertx vertx) {
    try {
      var port = freePort();
      var server =
          RedisServer.builder().port(port).setting("save \"\"").setting("appendonly no").build();
      server.start();
      return new RedisProcess(vertx, port, server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  int port() {
    return port;
  }

  String uri() {
    return "redis://127.0.0.1:" + port;
  }

  void stop() {
    server.stop();
  }

  void startAgain() {
    server.start();
  }

  /** Sends one command on a connection of its own and waits for the answer. */
  Response command(Command command, Object... args) {
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

  int subscribers(String channel) {
    return command(Command.PUBSUB, "NUMSUB", channel).get(1).toInteger();
  }

  /** How often a command was called since the start of the server. */
  int calls(String command) {
    var stats = command(Command.INFO, "commandstats").toString();
    var matcher = Pattern.compile("cmdstat_" + command + ":calls=(\\d+)").matcher(stats);
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
  }

  @Override
  public void close() {
    server.stop();
  }
}
