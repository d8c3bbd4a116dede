package dev.laurel.broadcast;

import dev.laurel.outage.RedisWatch;
import dev.laurel.wire.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Keeps one subscription connection alive: replaces it when it is lost, subscribes everything
 * again, and passes changes of the registry on to it in batches. Its state belongs to one event
 * loop.
 */
final class SubscriptionSupervisor {
  /** Long enough for a storm of changes to share commands, too short for anybody to notice. */
  private static final long BATCH_MILLIS = 2;

  private final Vertx vertx;
  private final EventLoop eventLoop;
  private final Backoff backoff;
  private final Consumer<Duration> restored;
  private final RedisWatch.Use subscribing;
  private final Set<String> changed = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private volatile boolean tried;
  private volatile boolean closed;
  private Supplier<Future<SubscriptionConnection>> connector;
  private Probe probe;
  private SubscriptionConnection current;

  /**
   * @param restored told how long an outage took, on the event loop, once everything is subscribed
   *     again
   */
  SubscriptionSupervisor(
      Vertx vertx,
      EventLoop eventLoop,
      RedisWatch watch,
      Backoff backoff,
      Consumer<Duration> restored) {
    this.vertx = vertx;
    this.eventLoop = eventLoop;
    this.subscribing = watch.constantUse("subscribing");
    this.backoff = backoff;
    this.restored = restored;
  }

  /** Starts connecting in the background; called once. */
  void start(Supplier<Future<SubscriptionConnection>> connector, Probe probe) {
    this.connector = connector;
    this.probe = probe;
    eventLoop.execute(this::connect);
  }

  /**
   * Notes that the channel may have to be subscribed or unsubscribed. May be called from any
   * thread.
   */
  void changed(String name) {
    changed.add(name);
    if (!closed && scheduled.compareAndSet(false, true)) {
      eventLoop.execute(() -> vertx.setTimer(BATCH_MILLIS, id -> flush()));
    }
  }

  /** True if the connection has been lost, and is not restored with all its channels. */
  boolean isImpaired() {
    return subscribing.isFailing();
  }

  /** True if the first try to subscribe has come to an end, good or bad. */
  boolean hasTried() {
    return tried;
  }

  /** Disconnects, for good. May be called from any thread. */
  void close() {
    closed = true;
    eventLoop.execute(
        () -> {
          if (current != null) {
            current.close();
          }
        });
  }

  private void connect() {
    if (closed) {
      return;
    }
    Future.succeededFuture()
        .compose(v -> connector.get())
        .onSuccess(
            connection -> {
              if (closed) {
                connection.close();
                return;
              }
              connection.lost().onFailure(this::retry);
              use(connection);
            })
        .onFailure(this::retry);
  }

  private void use(SubscriptionConnection connection) {
    current = connection;
    probe.watch(connection);
    connection
        .catchUp(probe.channel())
        .onSuccess(
            v -> {
              tried = true;
              backoff.reset();
              subscribing.worked().ifPresent(restored);
            });
  }

  private void retry(Throwable cause) {
    current = null;
    if (closed) {
      return;
    }
    tried = true;
    subscribing.failed(cause);
    var delay = Math.max(1, backoff.next().toMillis());
    vertx.setTimer(delay, id -> connect());
  }

  private void flush() {
    scheduled.set(false);
    var names = List.copyOf(changed);
    // Taken out before the registry is asked: a change from here on finds its way into the next
    // flush.
    names.forEach(changed::remove);
    if (current != null) {
      current.synchronize(names);
    }
  }
}
