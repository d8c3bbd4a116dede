package dev.laurel.broadcast;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential backoff with full jitter: each delay is uniform between zero and a bound that
 * doubles, so that nodes that lost the same Redis don't come back at the same moment. Not
 * thread-safe.
 */
final class Backoff {
  private final long minMillis;
  private final long maxMillis;
  private final RandomGenerator random;
  private long boundMillis;

  Backoff(Duration min, Duration max, RandomGenerator random) {
    if (min.compareTo(max) > 0) {
      throw new IllegalArgumentException(
          "laurel.broadcast.reconnect-max-delay (%2$s) is below the first delay (%1$s)"
              .formatted(min, max));
    }
    this.minMillis = min.toMillis();
    this.maxMillis = max.toMillis();
    this.random = random;
    reset();
  }

  Duration next() {
    var delay = Duration.ofMillis(random.nextLong(boundMillis + 1));
    boundMillis = Math.min(maxMillis, boundMillis * 2);
    return delay;
  }

  void reset() {
    boundMillis = minMillis;
  }
}
