package dev.laurel.wire;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Allows a burst at once, and a rate in the long run. Starts full. Not thread-safe. */
public final class TokenBucket {
  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  private final long perSecond;
  private final long burst;
  private final LongSupplier nanos;
  private double tokens;
  private long filledAt;

  /**
   * @param nanos a clock like {@link System#nanoTime}
   */
  public TokenBucket(long perSecond, long burst, LongSupplier nanos) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.nanos = nanos;
    this.tokens = burst;
    this.filledAt = nanos.getAsLong();
  }

  /** Takes some tokens, unless there are too few. */
  public boolean take(int count) {
    long now = nanos.getAsLong();
    tokens = Math.min(burst, tokens + (now - filledAt) / NANOS_PER_SECOND * perSecond);
    filledAt = now;
    if (tokens < count) {
      return false;
    }
    tokens -= count;
    return true;
  }
}
