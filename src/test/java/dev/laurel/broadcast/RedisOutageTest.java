package dev.laurel.broadcast;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.testing.LogLines;
import dev.laurel.testing.RedisProcess;
import dev.laurel.testing.SwallowingProxy;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.logging.Level;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisOutageTest {
  private Vertx vertx;
  private RedisProcess redis;

  @BeforeEach
  void startRedis() {
    vertx = Vertx.vertx();
    redis = RedisProcess.start(vertx);
  }

  @AfterEach
  void stopRedis() {
    redis.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void allChannelsWorkAgainAfterRedisRestarts() throws Exception {
    try (var node = new TestNode(vertx, redis.uri())) {
      // Given 3,000 channels
      Set<String> heard = ConcurrentHashMap.newKeySet();
      var channels = IntStream.range(0, 3_000).mapToObj(number -> "c" + number).toList();
      for (var channel : channels) {
        node.broadcast.subscribe(channel, payload -> heard.add(channel));
      }
      done(node.broadcast.subscribe("last", payload -> {}).established());

      // When Redis restarts, empty
      redis.stop();
      redis.startAgain();

      // Then the loss is told once, with the channels that are back
      await().atMost(10, SECONDS).until(() -> !node.restored.isEmpty());
      assertEquals(3_001, node.restored.get(0).channels());
      assertFalse(node.restored.get(0).outage().isNegative());
      assertEquals(1, node.restored.size());
      assertEquals(1, node.count("reconnects"));

      // And every channel delivers
      done(
          node.broadcast.publish(
              channels.stream().map(channel -> new Message(channel, "x")).toList()));
      await().until(() -> heard.size() == channels.size());
    }
  }

  @Test
  void nodeStartedWithoutRedisHasTriedToSubscribe() {
    // Given
    redis.stop();

    // When
    try (var node = new TestNode(vertx, redis.uri())) {

      // Then
      await().until(node.broadcast::hasTriedToSubscribe);
      assertTrue(node.broadcast.isImpaired());
    }
  }

  @Test
  void killedConnectionIsReplaced() throws Exception {
    try (var node = new TestNode(vertx, redis.uri())) {
      // Given a subscription
      var received = new CopyOnWriteArrayList<String>();
      done(node.broadcast.subscribe("killed", received::add).established());

      // When Redis drops the connections of subscribers
      redis.command(Command.CLIENT, "KILL", "TYPE", "pubsub");

      // Then the subscription works again
      await().until(() -> node.restored.size() == 1);
      done(node.broadcast.publish(List.of(new Message("killed", "x"))));
      await().until(() -> received.equals(List.of("x")));
    }
  }

  @Test
  void connectionThatDeliversNothingIsReplaced() throws Exception {
    try (var wire = new SwallowingProxy(vertx, redis.port());
        var node =
            new TestNode(
                vertx, new RedisOptions().setConnectionString(redis.uri()), wire.uri(), Map.of())) {
      // Given a subscription through a wire that works
      var received = new CopyOnWriteArrayList<String>();
      done(node.broadcast.subscribe("silent", received::add).established());

      // When the wire stays up but swallows everything on the connections it has
      wire.swallow();

      // Then the probe notices, and a new connection takes over
      await().atMost(10, SECONDS).until(() -> node.restored.size() == 1);
      done(node.broadcast.publish(List.of(new Message("silent", "x"))));
      await().until(() -> received.equals(List.of("x")));
      assertEquals(2, wire.connections());
    }
  }

  @Test
  void hangingRedisIsLeftAndConnectedToAgainWhenItAnswers() throws Exception {
    try (var node = new TestNode(vertx, redis.uri())) {
      // Given a subscription
      var received = new CopyOnWriteArrayList<String>();
      done(node.broadcast.subscribe("hanging", received::add).established());

      // When Redis answers nobody for longer than a probe may take
      redis.command(Command.CLIENT, "PAUSE", "1500");

      // Then publishing fails instead of waiting
      assertThrows(
          ExecutionException.class,
          () -> done(node.broadcast.publish(List.of(new Message("hanging", "lost")))));

      // And all is well afterwards
      await().atMost(10, SECONDS).until(() -> node.restored.size() == 1);
      done(node.broadcast.publish(List.of(new Message("hanging", "x"))));
      await().until(() -> received.contains("x"));
    }
  }

  @Test
  void publishingFailsFastWhileRedisIsAway() throws Exception {
    try (var node = new TestNode(vertx, redis.uri())) {
      // Given a node that has published before Redis went away
      done(node.broadcast.publish(List.of(new Message("gone", "x"))));
      redis.stop();

      // When many messages are published
      var start = System.nanoTime();
      var message = List.of(new Message("gone", "x"));
      var published =
          IntStream.range(0, 5_000)
              .mapToObj(i -> node.broadcast.publish(message).toCompletableFuture())
              .toList();

      // Then each fails, soon, and is counted
      for (var stage : published) {
        var failure = assertThrows(ExecutionException.class, () -> stage.get(5, SECONDS));
        assertEquals(BroadcastException.class, failure.getCause().getClass());
      }
      assertTrue(System.nanoTime() - start < SECONDS.toNanos(3));
      await().untilAsserted(() -> assertEquals(5_000, node.count("publish.failures")));

      // And publishing works as soon as Redis is back
      redis.startAgain();
      await().ignoreExceptions().untilAsserted(() -> done(node.broadcast.publish(message)));
    }
  }

  @Test
  void outageIsLoggedOnceWhenItBeginsAndOnceWhenItEnds() throws Exception {
    try (var log = new LogLines("laurel.redis");
        var node = new TestNode(vertx, redis.uri())) {
      // Given a node that publishes and receives
      done(node.broadcast.subscribe("told", payload -> {}).established());
      var message = List.of(new Message("told", "x"));
      done(node.broadcast.publish(message));

      // When Redis goes away from both
      redis.stop();
      await().until(() -> log.levels().contains(Level.WARNING));
      for (int i = 0; i < 10; i++) {
        assertThrows(ExecutionException.class, () -> done(node.broadcast.publish(message)));
      }
      redis.startAgain();

      // Then
      await().atMost(10, SECONDS).until(() -> log.levels().contains(Level.INFO));
      await().during(Duration.ofMillis(500)).until(() -> !node.broadcast.isImpaired());
      assertEquals(List.of(Level.WARNING, Level.INFO), log.levels());
    }
  }

  @Test
  void subscriptionMadeDuringAnOutageIsEstablishedAfterIt() throws Exception {
    try (var node = new TestNode(vertx, redis.uri())) {
      // Given an outage
      done(node.broadcast.subscribe("before", payload -> {}).established());
      redis.stop();
      var received = new CopyOnWriteArrayList<String>();
      await().until(() -> !established(node.broadcast.subscribe("before", received::add)));

      // When a channel is subscribed in it
      var subscription = node.broadcast.subscribe("during", received::add);
      assertFalse(established(subscription));
      redis.startAgain();

      // Then it is established afterwards, before the restoration is told
      done(subscription.established());
      await().until(() -> node.restored.size() == 1);
      done(node.broadcast.publish(List.of(new Message("during", "x"))));
      await().until(() -> received.contains("x"));
    }
  }

  @Test
  void nodeStartedWithoutRedisConnectsLater() throws Exception {
    // Given a node that starts while Redis is away
    redis.stop();
    try (var node = new TestNode(vertx, redis.uri())) {
      var received = new CopyOnWriteArrayList<String>();
      var subscription = node.broadcast.subscribe("early", received::add);

      // When Redis comes
      redis.startAgain();

      // Then the node works
      done(subscription.established());
      await()
          .ignoreExceptions()
          .untilAsserted(() -> done(node.broadcast.publish(List.of(new Message("early", "x")))));
      await().until(() -> received.equals(List.of("x")));
    }
  }

  private static boolean established(Subscription subscription) {
    return subscription.established().toCompletableFuture().isDone();
  }

  private static void done(CompletionStage<Void> stage) throws Exception {
    stage.toCompletableFuture().get(10, SECONDS);
  }
}
