package dev.laurel.wire;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Limits the frames of one client. Above the limit, frames are dropped, the client is warned at
 * most once a second, and is closed after {@code patience} drops. Not thread-safe.
 */
public final class FrameLimit {
  enum Verdict {
    SERVE,
    DROP_AND_WARN,
    DROP,
    CLOSE
  }

  private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

  private final TokenBucket bucket;
  private final int patience;
  private final LongSupplier nanos;
  private int drops;
  private long droppedAt;
  private long warnedAt;

  /**
   * @param patience how many drops in a row, without a second's pause, the client may cause
   * @param nanos a clock like {@link System#nanoTime}
   */
  public FrameLimit(int perSecond, int burst, int patience, LongSupplier nanos) {
    this.bucket = new TokenBucket(perSecond, burst, nanos);
    this.patience = patience;
    this.nanos = nanos;
  }

  Verdict admit() {
    if (bucket.take()) {
      return Verdict.SERVE;
    }
    long now = nanos.getAsLong();
    boolean afterPause = drops == 0 || now - droppedAt >= PAUSE;
    drops = afterPause ? 1 : drops + 1;
    droppedAt = now;
    if (drops > patience) {
      return Verdict.CLOSE;
    }
    if (afterPause || now - warnedAt >= PAUSE) {
      warnedAt = now;
      return Verdict.DROP_AND_WARN;
    }
    return Verdict.DROP;
  }
}
