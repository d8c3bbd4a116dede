package dev.laurel.broadcast;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;

/**
 * Checks that a subscription connection still delivers: publishes on a channel that only this node
 * subscribes to, and expects the message to return. Used on the event loop of the connections.
 */
final class Probe {
  private final Vertx vertx;
  private final Publisher publisher;
  private final String channel;
  private final Duration interval;
  private final Duration timeout;

  Probe(Vertx vertx, Publisher publisher, String channel, Duration interval, Duration timeout) {
    this.vertx = vertx;
    this.publisher = publisher;
    this.channel = channel;
    this.interval = interval;
    this.timeout = timeout;
  }

  /** The channel's full name, which every watched connection subscribes to. */
  String channel() {
    return channel;
  }

  /** Fails the connection when a probe does not return; stops when it is lost or closed. */
  void watch(SubscriptionConnection connection) {
    var timer = vertx.setPeriodic(interval.toMillis(), id -> probe(connection));
    connection.lost().onComplete(end -> vertx.cancelTimer(timer));
  }

  private void probe(SubscriptionConnection connection) {
    var before = connection.frames();
    publisher
        .publish(List.of(new Message(channel, Long.toString(System.nanoTime()))))
        .whenComplete(
            (done, failure) -> {
              if (failure == null) {
                vertx.setTimer(timeout.toMillis(), id -> failIfSilent(connection, before));
              } else if (failure.getCause() instanceof TimeoutException) {
                // Other failures say nothing about this connection.
                failIfSilent(connection, before);
              }
            });
  }

  private static void failIfSilent(SubscriptionConnection connection, long before) {
    if (connection.frames() == before) {
      connection.fail(
          new BroadcastException(
              "Connection silent: a message published by this node did not return"));
    }
  }
}
