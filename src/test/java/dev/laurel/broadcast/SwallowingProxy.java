package dev.laurel.broadcast;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A wire that can go silent without breaking: present connections stay open but carry nothing, new
 * ones work.
 */
final class SwallowingProxy implements AutoCloseable {
  private final NetServer server;
  private final NetClient client;
  private final int target;
  private final AtomicInteger connections = new AtomicInteger();
  private volatile int swallowed;

  SwallowingProxy(Vertx vertx, int target) {
    this.target = target;
    this.client = vertx.createNetClient();
    this.server = vertx.createNetServer().connectHandler(this::accept);
    server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
  }

  String uri() {
    return "redis://127.0.0.1:" + server.actualPort();
  }

  int connections() {
    return connections.get();
  }

  void swallow() {
    swallowed = connections.get();
  }

  private void accept(NetSocket near) {
    var number = connections.incrementAndGet();
    near.pause();
    client
        .connect(target, "127.0.0.1")
        .onSuccess(
            far -> {
              pipe(near, far, number);
              pipe(far, near, number);
              near.resume();
            });
  }

  private void pipe(NetSocket from, NetSocket to, int number) {
    from.handler(
        bytes -> {
          if (number > swallowed) {
            to.write(bytes);
          }
        });
    from.closeHandler(closed -> to.close());
  }

  @Override
  public void close() {
    server.close();
    client.close();
  }
}
