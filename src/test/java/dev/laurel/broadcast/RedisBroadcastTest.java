package dev.laurel.broadcast;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.installation.InstallationKey;
import dev.laurel.testing.RedisProcess;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.ProtocolVersion;
import io.vertx.redis.client.RedisOptions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RedisBroadcastTest {
  private static Vertx vertx;
  private static RedisProcess redis;

  private TestNode node;
  private Broadcast broadcast;

  @BeforeAll
  static void startRedis() {
    vertx = Vertx.vertx();
    redis = RedisProcess.start(vertx);
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @BeforeEach
  void startNode() {
    node = new TestNode(vertx, redis.uri());
    broadcast = node.broadcast;
  }

  @AfterEach
  void stopNode() {
    node.close();
  }

  @Test
  void messagesReachAnotherNodeInTheOrderOfPublication() throws Exception {
    try (var other = new TestNode(vertx, redis.uri())) {
      // Given a receiver on another node
      var received = new CopyOnWriteArrayList<String>();
      done(other.broadcast.subscribe("ordered", received::add).established());

      // When 10,000 messages are published, in calls that don't wait for each other
      var expected = IntStream.range(0, 10_000).mapToObj(Integer::toString).toList();
      for (int from = 0; from < expected.size(); from += 100) {
        broadcast.publish(
            expected.subList(from, from + 100).stream()
                .map(text -> new Message("ordered", text))
                .toList());
      }

      // Then they arrive in that order
      await().atMost(20, SECONDS).until(() -> received.size() == expected.size());
      assertEquals(expected, received);
    }
  }

  @ParameterizedTest
  @EnumSource(ProtocolVersion.class)
  void messagesAreDeliveredInBothVersionsOfTheProtocol(ProtocolVersion version) throws Exception {
    var options =
        new RedisOptions().setConnectionString(redis.uri()).setPreferredProtocolVersion(version);
    try (var other = new TestNode(vertx, options, redis.uri(), Map.of())) {
      // Given a receiver that came and went before another
      var received = new CopyOnWriteArrayList<String>();
      var first = other.broadcast.subscribe("protocol", received::add);
      done(first.established());
      first.close();
      await().until(() -> redis.subscribers("test:protocol") == 0);
      done(other.broadcast.subscribe("protocol", received::add).established());

      // When a message is published
      done(other.broadcast.publish(List.of(new Message("protocol", "“ü” \r\n €"))));

      // Then it arrives once and unchanged
      await().until(() -> !received.isEmpty());
      assertEquals(List.of("“ü” \r\n €"), received);
    }
  }

  @Test
  void messagesOfSomebodyElseAreDropped() throws Exception {
    // Given a receiver, and what a node of this installation says on another channel
    var received = new CopyOnWriteArrayList<String>();
    done(broadcast.subscribe("target", received::add).established());
    var key = new InstallationKey(TestNode.SECRET);
    var stranger = new InstallationKey("another installation".getBytes(UTF_8));

    // When somebody else publishes
    for (var forged :
        List.of(
            "",
            "forged",
            "A".repeat(43) + "forged",
            key.hash("test:target", "told") + "forged",
            key.seal("test:other", "forged"),
            key.seal("target", "forged"),
            stranger.seal("test:target", "forged"))) {
      redis.command(Command.PUBLISH, "test:target", forged);
    }
    redis.command(Command.PUBLISH, "test:target", key.seal("test:target", "genuine"));

    // Then only the node's message arrives
    await().until(() -> !received.isEmpty());
    assertEquals(List.of("genuine"), received);
    assertEquals(7, node.count("forged"));
  }

  @Test
  void subscriptionsOfOneChannelShareOneAtRedis() throws Exception {
    // Given three subscriptions of the same channel
    var received = new CopyOnWriteArrayList<String>();
    var calls = redis.calls("subscribe");
    done(broadcast.subscribe("shared", received::add).established());
    done(broadcast.subscribe("shared", received::add).established());
    done(broadcast.subscribe("shared", received::add).established());

    // When a message is published
    done(broadcast.publish(List.of(new Message("shared", "x"))));

    // Then each has it, through one subscription: one command for the channel, beside the one for
    // the probe
    await().until(() -> received.size() == 3);
    assertEquals(1, redis.subscribers("test:shared"));
    assertTrue(redis.calls("subscribe") - calls <= 2);
    assertEquals(1, node.meters.get("laurel.broadcast.subscriptions").gauge().value());
  }

  @Test
  void closingTheLastSubscriptionUnsubscribesTheChannel() throws Exception {
    // Given two subscriptions of a channel
    var first = broadcast.subscribe("closing", payload -> {});
    var second = broadcast.subscribe("closing", payload -> {});
    var later = broadcast.subscribe("later", payload -> {});
    done(first.established());
    done(second.established());

    // When one is closed, twice
    first.close();
    first.close();

    // Then the channel stays subscribed, as a change made afterwards shows
    later.close();
    await().until(() -> redis.subscribers("test:later") == 0);
    assertEquals(1, redis.subscribers("test:closing"));

    // And the other one's closing ends it
    second.close();
    await().until(() -> redis.subscribers("test:closing") == 0);
  }

  @Test
  void closedSubscriptionReceivesNothingMore() throws Exception {
    // Given a subscription that is closed beside one that stays
    var stale = new CopyOnWriteArrayList<String>();
    var fresh = new CopyOnWriteArrayList<String>();
    var closing = broadcast.subscribe("half", stale::add);
    done(broadcast.subscribe("half", fresh::add).established());
    closing.close();

    // When a message is published
    done(broadcast.publish(List.of(new Message("half", "x"))));

    // Then only the other has it
    await().until(() -> fresh.size() == 1);
    assertTrue(stale.isEmpty());
  }

  @Test
  void closingBeforeConfirmationCancelsEstablished() {
    // Given a subscription that Redis has not confirmed
    var subscription = broadcast.subscribe("hasty", payload -> {});

    // When it is closed
    subscription.close();

    // Then nobody waits for ever
    var established = subscription.established().toCompletableFuture();
    var failure = assertThrows(ExecutionException.class, () -> established.get(5, SECONDS));
    assertInstanceOf(CancellationException.class, failure.getCause());
  }

  @Test
  void subscribingAndClosingManyTimesEndsInTheLastRequestedState() throws Exception {
    // Given channels closed and reopened over and over, from several threads
    var received = new AtomicInteger();
    var threads =
        IntStream.range(0, 4)
            .mapToObj(number -> CompletableFuture.runAsync(() -> churn("churn-" + number, 2_000)))
            .toList();
    for (var thread : threads) {
      thread.get(20, SECONDS);
    }

    // When each is opened once more
    for (int i = 0; i < 4; i++) {
      done(broadcast.subscribe("churn-" + i, payload -> received.incrementAndGet()).established());
    }
    for (int i = 0; i < 4; i++) {
      done(broadcast.publish(List.of(new Message("churn-" + i, "x"))));
    }

    // Then each delivers, once
    await().until(() -> received.get() == 4);
    assertEquals(1, redis.subscribers("test:churn-0"));
  }

  private void churn(String channel, int times) {
    for (int i = 0; i < times; i++) {
      var subscription = broadcast.subscribe(channel, payload -> {});
      if (i % 50 == 0) {
        subscription.established().toCompletableFuture().join();
      }
      subscription.close();
    }
  }

  @Test
  void manyChannelsAreSubscribedInFewCommands() throws Exception {
    // Given a connected node
    done(broadcast.subscribe("warm", payload -> {}).established());
    var calls = redis.calls("subscribe");
    var start = System.nanoTime();

    // When it asks for 20,000 channels
    var received = new AtomicInteger();
    var subscriptions =
        IntStream.range(0, 20_000)
            .mapToObj(
                number ->
                    broadcast.subscribe("many-" + number, payload -> received.incrementAndGet()))
            .toList();
    for (var subscription : subscriptions) {
      done(subscription.established());
    }

    // Then a command carries hundreds of them, within seconds, and they deliver
    var millis = (System.nanoTime() - start) / 1_000_000;
    var commands = redis.calls("subscribe") - calls;
    assertTrue(commands <= 200, commands + " commands");
    assertTrue(millis < 10_000, millis + " ms");
    done(broadcast.publish(List.of(new Message("many-0", "x"), new Message("many-19999", "x"))));
    await().until(() -> received.get() == 2);

    // And closing them all leaves nothing behind
    subscriptions.forEach(Subscription::close);
    await()
        .atMost(10, SECONDS)
        .until(() -> redis.command(Command.PUBSUB, "CHANNELS", "test:many-*").size() == 0);
  }

  @Test
  void throwingReceiverDoesNotDisturbOtherReceivers() throws Exception {
    // Given a receiver that throws before one that doesn't
    var received = new CopyOnWriteArrayList<String>();
    broadcast.subscribe(
        "thrown",
        payload -> {
          throw new AssertionError("thrown by the test");
        });
    done(broadcast.subscribe("thrown", received::add).established());

    // When messages are published
    done(broadcast.publish(List.of(new Message("thrown", "1"), new Message("thrown", "2"))));

    // Then the other has them, and the failures are counted
    await().until(() -> received.size() == 2);
    assertEquals(2, node.count("receiver.failures"));
    assertEquals(0, node.count("reconnects"));
  }

  @Test
  void receiverMayCloseItselfAndSubscribeAnother() throws Exception {
    // Given a receiver that passes the baton
    var received = new CopyOnWriteArrayList<String>();
    var baton = new CompletableFuture<Subscription>();
    var next = new CompletableFuture<Subscription>();
    var first =
        broadcast.subscribe(
            "baton",
            payload -> {
              baton.join().close();
              next.complete(broadcast.subscribe("baton", received::add));
            });
    baton.complete(first);
    done(first.established());

    // When two messages come one after the other
    done(broadcast.publish(List.of(new Message("baton", "1"))));
    done(next.get(5, SECONDS).established());
    done(broadcast.publish(List.of(new Message("baton", "2"))));

    // Then the second reaches the new receiver
    await().until(() -> !received.isEmpty());
    assertEquals(List.of("2"), received);
  }

  @Test
  void metricsCountOnlyMessagesOfCallers() throws Exception {
    // Given one channel with a receiver, and one without
    done(broadcast.subscribe("counted", payload -> {}).established());

    // When both are published to while probes go back and forth
    done(broadcast.publish(List.of(new Message("counted", "x"), new Message("deaf", "x"))));
    var probes = redis.calls("publish");
    await().until(() -> redis.calls("publish") > probes + 1);

    // Then the counters know of these two alone
    assertEquals(2, node.count("published"));
    assertEquals(1, node.count("received"));
    assertEquals(0, node.count("publish.failures"));
  }

  @Test
  void messagesBeyondTheQueueFailImmediately() throws Exception {
    var options = new RedisOptions().setConnectionString(redis.uri());
    try (var small =
        new TestNode(vertx, options, redis.uri(), Map.of("laurel.broadcast.publish-queue", "10"))) {
      // Given room for ten messages
      var eleven = IntStream.range(0, 11).mapToObj(number -> new Message("full", "x")).toList();

      // When eleven are published
      var refused = small.broadcast.publish(eleven).toCompletableFuture();

      // Then they are refused, and ten are not
      assertTrue(refused.isCompletedExceptionally());
      done(small.broadcast.publish(eleven.subList(0, 10)));
    }
  }

  @Test
  void publishingAfterClosingFails() {
    // Given a node that has shut down
    node.close();

    // When something is published
    var published = broadcast.publish(List.of(new Message("late", "x"))).toCompletableFuture();

    // Then that fails, and closing a subscription is no error
    var failure = assertThrows(ExecutionException.class, () -> published.get(5, SECONDS));
    assertEquals(BroadcastException.class, failure.getCause().getClass());
    broadcast.subscribe("late", payload -> {}).close();
    assertFalse(
        broadcast.subscribe("late", payload -> {}).established().toCompletableFuture().isDone());
  }

  private static void done(CompletionStage<Void> stage) throws Exception {
    stage.toCompletableFuture().get(15, SECONDS);
  }
}
