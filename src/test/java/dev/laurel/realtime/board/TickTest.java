package dev.laurel.realtime.board;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TickTest {
  private static final long INTERVAL = Duration.ofMillis(100).toNanos();

  private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(4);

  @AfterEach
  void stopExecutor() {
    executor.shutdownNow();
  }

  @Test
  void requestsDuringARunShareTheNextRunWhichStartsAfterTheInterval() {
    // Given
    List<Long> starts = new CopyOnWriteArrayList<>();
    var running = new AtomicInteger();
    var release = new CountDownLatch(1);
    var tick =
        new Tick(
            executor,
            () -> {
              assertEquals(1, running.incrementAndGet());
              starts.add(System.nanoTime());
              awaitUnchecked(release);
              running.decrementAndGet();
            },
            took -> INTERVAL);

    // When
    long requested = System.nanoTime();
    tick.request();
    await().until(() -> starts.size() == 1);
    tick.request();
    tick.request();
    release.countDown();

    // Then
    await().until(() -> starts.size() == 2);
    // The interval counts from a moment between the request and the first start.
    assertTrue(starts.get(1) - requested >= INTERVAL, starts::toString);
    await().during(Duration.ofNanos(2 * INTERVAL)).until(() -> starts.size() == 2);
  }

  @Test
  void aFailedRunDoesNotEndTheTick() {
    // Given
    var runs = new AtomicInteger();
    var tick =
        new Tick(
            executor,
            () -> {
              runs.incrementAndGet();
              throw new IllegalStateException("expected");
            },
            took -> 0);

    // When
    tick.request();
    await().until(() -> runs.get() == 1);
    tick.request();

    // Then
    await().until(() -> runs.get() == 2);
  }

  private static void awaitUnchecked(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
