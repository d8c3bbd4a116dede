package dev.laurel.wire;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How many frames one client may send. Who sends too many is told so, at most once a second; who
 * does not take the hint is to be closed. Not thread-safe.
 */
public final class FrameLimit {
  /** What becomes of a frame. */
  enum Verdict {
    /** It is served. */
    SERVE,
    /** It is discarded, and the client is told. */
    DISCARD_AND_TELL,
    /** It is discarded without a word. */
    DISCARD,
    /** The client is to be closed. */
    CLOSE
  }

  private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

  private final TokenBucket bucket;
  private final int patience;
  private final LongSupplier nanos;
  private int excess;
  private long excessAt;
  private long toldAt;

  /**
   * @param patience how many frames above the limit it takes, without a second between any two of
   *     them, to be closed
   * @param nanos tells the time as {@link System#nanoTime} does
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
    boolean afterPause = excess == 0 || now - excessAt >= PAUSE;
    excess = afterPause ? 1 : excess + 1;
    excessAt = now;
    if (excess > patience) {
      return Verdict.CLOSE;
    }
    if (afterPause || now - toldAt >= PAUSE) {
      toldAt = now;
      return Verdict.DISCARD_AND_TELL;
    }
    return Verdict.DISCARD;
  }
}
