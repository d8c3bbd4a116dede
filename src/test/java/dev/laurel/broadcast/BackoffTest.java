package dev.laurel.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {

  @Test
  void boundsDoubleUpToTheMaximumAndStartOverAfterReset() {
    // Given a source that always draws the highest delay allowed
    var backoff = new Backoff(Duration.ofMillis(50), Duration.ofMillis(300), highest());

    // When delays are drawn, also after a reset
    var delays = Stream.generate(backoff::next).limit(5).map(Duration::toMillis).toList();
    backoff.reset();
    var afterReset = backoff.next().toMillis();

    // Then they double up to the maximum, and start over
    assertEquals(List.of(50L, 100L, 200L, 300L, 300L), delays);
    assertEquals(50, afterReset);
  }

  @Test
  void minimumAboveMaximumIsRefusedByName() {
    // When the bounds are the wrong way round
    var failure =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Backoff(Duration.ofSeconds(3), Duration.ofSeconds(2), highest()));

    // Then the message says which settings are meant
    assertEquals(
        "laurel.broadcast.reconnect-max-delay (PT2S) is below the first delay (PT3S)",
        failure.getMessage());
  }

  private static RandomGenerator highest() {
    return new RandomGenerator() {
      @Override
      public long nextLong() {
        return -1L;
      }

      @Override
      public long nextLong(long bound) {
        return bound - 1;
      }
    };
  }
}
