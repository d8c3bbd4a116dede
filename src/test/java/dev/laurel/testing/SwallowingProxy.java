package dev.laurel.testing;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A proxy whose connections can be silenced, so that they stay open but carry nothing, while new
 * ones work; or cut, and new ones refused.
 */
public final class SwallowingProxy implements AutoCloseable {
  private final NetServer server;
  private final NetClient client;
  private final int target;
  private final AtomicInteger connections = new AtomicInteger();
  private final Set<Integer> subscriptions = ConcurrentHashMap.newKeySet();
  private final Set<Integer> swallowed = ConcurrentHashMap.newKeySet();
  private final Set<NetSocket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  /**
   * @param target a port of the loopback address
   */
  public SwallowingProxy(Vertx vertx, int target) {
    this.target = target;
    this.client = vertx.createNetClient();
    this.server = vertx.createNetServer().connectHandler(this::accept);
    server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
  }

  public String uri() {
    return "redis://127.0.0.1:" + server.actualPort();
  }

  /** The number of connections so far. */
  public int connections() {
    return connections.get();
  }

  /** Silences all current connections. */
  public void swallow() {
    for (int number = 1; number <= connections.get(); number++) {
      swallowed.add(number);
    }
  }

  /** Silences the current connections that carry subscriptions. */
  public void swallowSubscriptions() {
    swallowed.addAll(subscriptions);
  }

  /** Closes all connections, and new ones at once, until {@link #mend()}. */
  public void cut() {
    cut = true;
    open.forEach(NetSocket::close);
  }

  public void mend() {
    cut = false;
  }

  private void accept(NetSocket near) {
    open.add(near);
    if (cut) {
      near.close();
      return;
    }
    var number = connections.incrementAndGet();
    near.pause();
    client
        .connect(target, "127.0.0.1")
        .onSuccess(
            far -> {
              pipe(near, far, number);
              pipe(far, near, number);
              near.resume();
            })
        .onFailure(refused -> near.close());
  }

  private void pipe(NetSocket from, NetSocket to, int number) {
    from.handler(
        bytes -> {
          if (subscribes(bytes)) {
            subscriptions.add(number);
          }
          if (!swallowed.contains(number)) {
            to.write(bytes);
          }
        });
    from.closeHandler(
        closed -> {
          open.remove(from);
          to.close();
        });
    from.exceptionHandler(broken -> to.close());
  }

  private static boolean subscribes(Buffer bytes) {
    return bytes.toString().contains("SUBSCRIBE");
  }

  @Override
  public void close() {
    server.close();
    client.close();
  }
}
