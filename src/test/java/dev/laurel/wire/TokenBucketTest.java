package dev.laurel.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final TokenBucket bucket = new TokenBucket(20, 40, nanos::get);

  @Test
  void aFullBucketLetsABurstThrough() {
    assertEquals(40, takeAll());
  }

  @Test
  void tokensAreRefilledAtTheRate() {
    // Given
    takeAll();

    // When
    pass(Duration.ofMillis(500));

    // Then
    assertEquals(10, takeAll());
  }

  @Test
  void halfATokenIsNone() {
    // Given
    takeAll();

    // When
    pass(Duration.ofMillis(25));
    boolean early = bucket.take(1);
    pass(Duration.ofMillis(25));

    // Then
    assertFalse(early);
    assertTrue(bucket.take(1));
  }

  @Test
  void aLongPauseRefillsNoMoreThanTheBurst() {
    // Given
    takeAll();

    // When
    pass(Duration.ofHours(1));

    // Then
    assertEquals(40, takeAll());
  }

  private int takeAll() {
    return (int) IntStream.range(0, 1_000).takeWhile(any -> bucket.take(1)).count();
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
