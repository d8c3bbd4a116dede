package dev.laurel.broadcast;

import dev.laurel.installation.InstallationKey;
import dev.laurel.outage.RedisWatch;
import dev.laurel.wire.EventLoop;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends messages in pipelined batches, one batch in flight: messages that arrive meanwhile form the
 * next one. That keeps the order although the commands use a pool of connections, and needs few
 * round trips under load.
 */
final class Publisher {
  /** Below the 2,048 unanswered commands that the client allows on a connection. */
  private static final int BATCH = 512;

  private final EventLoop eventLoop;
  private final Redis redis;
  private final Duration timeout;
  private final int capacity;
  private final RedisWatch.Use publishing;
  private final InstallationKey key;
  private final Queue<Outgoing> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger unanswered = new AtomicInteger();
  private final AtomicBoolean woken = new AtomicBoolean();
  private volatile boolean closed;
  private boolean inFlight;

  Publisher(
      EventLoop eventLoop,
      Redis redis,
      RedisWatch watch,
      InstallationKey key,
      Duration timeout,
      int capacity) {
    this.eventLoop = eventLoop;
    this.redis = redis;
    this.publishing = watch.constantUse("publishing");
    this.key = key;
    this.timeout = timeout;
    this.capacity = capacity;
  }

  /** Publishes on channels given by their full names. */
  CompletableFuture<Void> publish(List<Message> messages) {
    if (messages.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    if (closed) {
      return CompletableFuture.failedFuture(new BroadcastException("Not published: shutting down"));
    }
    var call = new Call(messages.size());
    if (unanswered.addAndGet(messages.size()) > capacity) {
      unanswered.addAndGet(-messages.size());
      var full =
          new BroadcastException(
              "Not published: more than %d messages wait for Redis".formatted(capacity));
      publishing.failed(full);
      return CompletableFuture.failedFuture(full);
    }
    for (var message : messages) {
      var payload = key.seal(message.channel(), message.payload());
      queue.add(new Outgoing(Request.cmd(Command.PUBLISH, message.channel(), payload), call));
    }
    if (woken.compareAndSet(false, true)) {
      eventLoop.execute(this::wake);
    }
    return call.done;
  }

  /** True if publishing has failed and not worked since. */
  boolean isImpaired() {
    return publishing.isFailing();
  }

  /** Fails waiting messages; later publications fail at once. */
  void close() {
    closed = true;
    eventLoop.execute(() -> failQueued(new BroadcastException("Not published: shutting down")));
  }

  private void wake() {
    woken.set(false);
    sendNext();
  }

  private void sendNext() {
    if (inFlight) {
      return;
    }
    var batch = take(BATCH);
    if (!batch.isEmpty()) {
      inFlight = true;
      send(batch).onComplete(answer -> answered(batch, answer));
    }
  }

  private Future<List<Response>> send(List<Outgoing> batch) {
    var requests = batch.stream().map(Outgoing::request).toList();
    return eventLoop.await(redis.batch(requests), timeout);
  }

  private void answered(List<Outgoing> batch, AsyncResult<List<Response>> answer) {
    inFlight = false;
    unanswered.addAndGet(-batch.size());
    if (answer.succeeded()) {
      publishing.worked();
      batch.forEach(outgoing -> outgoing.call().answered());
    } else {
      failed(batch, answer.cause());
    }
    sendNext();
  }

  private void failed(List<Outgoing> batch, Throwable cause) {
    var failure = new BroadcastException("Not published: " + cause.getMessage(), cause);
    if (!closed) {
      publishing.failed(cause);
    }
    batch.forEach(outgoing -> outgoing.call().failed(failure));
    if (!(cause instanceof Response)) {
      // Redis is away: the messages behind this batch fail now, not one timeout after the other.
      failQueued(failure);
    }
  }

  private void failQueued(BroadcastException failure) {
    var rest = take(Integer.MAX_VALUE);
    unanswered.addAndGet(-rest.size());
    rest.forEach(outgoing -> outgoing.call().failed(failure));
  }

  private List<Outgoing> take(int most) {
    var taken = new ArrayList<Outgoing>();
    while (taken.size() < most) {
      var next = queue.poll();
      if (next == null) {
        break;
      }
      taken.add(next);
    }
    return taken;
  }

  private record Outgoing(Request request, Call call) {}

  /** One call of publish; its counter is touched on the event loop only. */
  private static final class Call {
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private int missing;

    Call(int messages) {
      missing = messages;
    }

    void answered() {
      if (--missing == 0) {
        done.complete(null);
      }
    }

    void failed(BroadcastException failure) {
      done.completeExceptionally(failure);
    }
  }
}
