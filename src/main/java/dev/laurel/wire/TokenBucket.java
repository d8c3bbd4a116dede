package dev.laurel.wire;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Allows a burst at once, and a rate in the long run. Starts full. Not thread-safe. */
final class TokenBucket {
  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  private final int perSecond;
  private final int burst;
  private final LongSupplier nanos;
  private double tokens;
  private long filledAt;

  /**
   * @param nanos a clock like {@link System#nanoTime}
   */
  TokenBucket(int perSecond, int burst, LongSupplier nanos) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.nanos = nanos;
    this.tokens = burst;
    this.filledAt = nanos.getAsLong();
  }

  boolean take() {
    long now = nanos.getAsLong();
    tokens = Math.min(burst, tokens + (now - filledAt) / NANOS_PER_SECOND * perSecond);
    filledAt = now;
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }
}
