package dev.laurel.broadcast;

import dev.laurel.wire.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One connection in subscriber mode, from being opened to being lost. It brings what Redis is
 * subscribed to in line with the registry, and the registry's confirmations in line with Redis.
 * Used on its event loop only.
 *
 * <p>Nothing but SUBSCRIBE and UNSUBSCRIBE may be sent on it: the client hands a push that arrives
 * before the answer of another command to that command.
 */
final class SubscriptionConnection {
  private static final int CHANNELS_PER_COMMAND = 1_000;

  private final Redis client;
  private final RedisConnection connection;
  private final ChannelRegistry registry;
  private final BroadcastMetrics metrics;
  private final Map<String, ChannelState> states = new HashMap<>();
  private final Promise<Void> lost = Promise.promise();
  private final Promise<Void> caughtUp = Promise.promise();
  private long asked;
  private long answered;
  private long catchUpAt = Long.MAX_VALUE;
  private long frames;
  private String probeChannel;

  private SubscriptionConnection(
      Redis client,
      RedisConnection connection,
      ChannelRegistry registry,
      BroadcastMetrics metrics) {
    this.client = client;
    this.connection = connection;
    this.registry = registry;
    this.metrics = metrics;
    connection
        .handler(this::received)
        .endHandler(v -> fail(new BroadcastException("Connection closed by Redis")))
        .exceptionHandler(this::fail);
  }

  /**
   * Connects with a client of its own, which is closed with the connection or when connecting
   * fails.
   */
  static Future<SubscriptionConnection> open(
      EventLoop eventLoop,
      Redis client,
      Duration timeout,
      ChannelRegistry registry,
      BroadcastMetrics metrics) {
    return eventLoop
        .await(client.connect(), timeout)
        .map(connection -> new SubscriptionConnection(client, connection, registry, metrics))
        .onFailure(failure -> client.close());
  }

  /** Fails with the reason when the connection is no more, unless it was closed from here. */
  Future<Void> lost() {
    return lost.future();
  }

  /** How much was heard from Redis so far, of whatever kind. */
  long frames() {
    return frames;
  }

  /**
   * Subscribes everything there is to subscribe on a fresh connection.
   *
   * @param probeChannel subscribed besides the registry's channels
   * @return completes when Redis has confirmed all of it
   */
  Future<Void> catchUp(String probeChannel) {
    this.probeChannel = probeChannel;
    send(Command.SUBSCRIBE, List.of(probeChannel));
    synchronize(registry.names());
    catchUpAt = asked;
    return caughtUp.future();
  }

  /** Sends what it takes for Redis to agree with the registry about these channels. */
  void synchronize(Collection<String> names) {
    var subscribe = new ArrayList<String>();
    var unsubscribe = new ArrayList<String>();
    for (var name : names) {
      var state = states.computeIfAbsent(name, key -> new ChannelState());
      var wanted = registry.wants(name);
      if (wanted != state.requested) {
        state.requested = wanted;
        state.unanswered++;
        (wanted ? subscribe : unsubscribe).add(name);
      } else {
        settle(name, state);
      }
    }
    send(Command.UNSUBSCRIBE, unsubscribe);
    send(Command.SUBSCRIBE, subscribe);
  }

  void fail(Throwable cause) {
    if (lost.tryFail(cause)) {
      release();
    }
  }

  void close() {
    if (lost.tryComplete()) {
      release();
    }
  }

  private void release() {
    connection.handler(null).endHandler(null).exceptionHandler(null);
    client.close();
    registry.disconnected();
  }

  private void send(Command command, List<String> names) {
    for (int from = 0; from < names.size(); from += CHANNELS_PER_COMMAND) {
      var part = names.subList(from, Math.min(names.size(), from + CHANNELS_PER_COMMAND));
      asked += part.size();
      connection.send(Request.cmd(command, part.toArray())).onFailure(this::fail);
    }
  }

  private void received(Response frame) {
    frames++;
    if (frame.type() == ResponseType.ERROR) {
      fail(new BroadcastException("Connection refused: " + frame));
      return;
    }
    switch (frame.get(0).toString()) {
      case "message" -> message(frame.get(1).toString(), frame.get(2).toString());
      case "subscribe", "unsubscribe" -> answered(frame.get(1).toString());
      default -> {
        // Pushes that nobody here asked for, such as invalidations.
      }
    }
  }

  private void message(String channel, String sealed) {
    var payload = registry.open(channel, sealed);
    if (payload.isEmpty()) {
      metrics.forged.increment();
    } else if (channel.equals(probeChannel)) {
      metrics.roundTrips.record(
          Duration.ofNanos(System.nanoTime() - Long.parseLong(payload.get())));
    } else if (registry.deliver(channel, payload.get())) {
      metrics.received.increment();
    }
  }

  private void answered(String name) {
    var state = states.get(name);
    if (state != null) {
      state.unanswered--;
      settle(name, state);
    }
    if (++answered >= catchUpAt) {
      caughtUp.tryComplete();
    }
  }

  private void settle(String name, ChannelState state) {
    if (state.unanswered > 0) {
      return;
    }
    if (state.requested) {
      registry.confirm(name);
    } else {
      states.remove(name);
    }
  }

  /**
   * The last request to Redis about a channel, and the number of answers due: they come in order.
   */
  private static final class ChannelState {
    private boolean requested;
    private int unanswered;
  }
}
