package dev.laurel.realtime.session;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.laurel.realtime.RealtimeConfig;
import dev.laurel.realtime.RealtimeMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BacklogTest {
  private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
  private final RealtimeConfig config =
      new SmallRyeConfigBuilder()
          .withConverter(Duration.class, 200, new DurationConverter())
          .withMapping(RealtimeConfig.class)
          .withDefaultValue("laurel.realtime.node-queue-bytes", "1000")
          .build()
          .getConfigMapping(RealtimeConfig.class);
  private final Backlog backlog =
      new Backlog(config, executor, new RealtimeMetrics(new SimpleMeterRegistry()));
  private final List<Slow> closed = new CopyOnWriteArrayList<>();

  @AfterEach
  void shutDown() {
    executor.shutdownNow();
  }

  @Test
  void clientsWithMostWaitingAreClosedUntilTheBoundHolds() {
    // Given
    var little = new Slow(100);
    var most = new Slow(400);
    var much = new Slow(300);

    // When
    backlog.add(700);

    // Then
    await().until(() -> backlog.bytes() == 800);
    assertEquals(List.of(most, much), closed);
    assertEquals(100, little.waitingBytes());
  }

  @Test
  void atTheBoundNoClientIsClosed() {
    // Given
    var first = new Slow(400);
    backlog.add(600);

    // When
    new Slow(1);

    // Then
    await().until(() -> backlog.bytes() == 601);
    assertEquals(List.of(first), closed);
  }

  @Test
  void aClientThatCaughtUpIsNotClosed() {
    // Given
    var fast = new Slow(500);
    backlog.caughtUp(fast);
    var slow = new Slow(10);

    // When
    backlog.add(600);

    // Then
    await().until(() -> closed.equals(List.of(slow)));
    assertEquals(1_100, backlog.bytes());
  }

  @Test
  void backlogIsRelievedAgainAfterAPause() {
    // Given
    new Slow(600);
    backlog.add(500);
    await().until(() -> closed.size() == 1);

    // When
    new Slow(400);

    // Then
    await()
        .until(
            () -> {
              backlog.add(200);
              return closed.size() == 2;
            });
  }

  /** A client that is behind. */
  private final class Slow implements Backlog.Client {
    private final int waiting;

    Slow(int waiting) {
      this.waiting = waiting;
      backlog.behind(this);
      backlog.add(waiting);
    }

    @Override
    public int waitingBytes() {
      return waiting;
    }

    @Override
    public void giveUp() {
      closed.add(this);
      backlog.caughtUp(this);
      backlog.remove(waiting);
    }
  }
}
