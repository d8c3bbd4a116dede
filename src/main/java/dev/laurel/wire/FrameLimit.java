package dev.laurel.wire;

import java.util.function.LongSupplier;

/**
 * Protects a node from the frames of one client. Closes it when frames or bytes come far above the
 * pace at which they are served, and drops pings above that pace: their answers wait nowhere that
 * is bounded. Not thread-safe.
 */
public final class FrameLimit {
  enum Verdict {
    SERVE,
    DROP,
    CLOSE
  }

  /** How many times the pace is a flood. */
  static final int FLOOD = 100;

  private final TokenBucket frames;
  private final TokenBucket bytes;
  private final TokenBucket pings;

  /**
   * Limits a client, which may send twice as much at once as per second.
   *
   * @param perSecond the pace, in frames
   * @param maxFrameBytes the size of the longest frame; a client that sends only such ones is
   *     closed when it sends more than the pace
   * @param nanos a clock like {@link System#nanoTime}
   */
  public FrameLimit(int perSecond, int maxFrameBytes, LongSupplier nanos) {
    long pace = perSecond;
    frames = new TokenBucket(FLOOD * pace, 2 * FLOOD * pace, nanos);
    bytes = new TokenBucket(pace * maxFrameBytes, 2 * pace * maxFrameBytes, nanos);
    pings = new TokenBucket(pace, 2 * pace, nanos);
  }

  Verdict admit(int size, boolean isPing) {
    if (!frames.take(1) || !bytes.take(size)) {
      return Verdict.CLOSE;
    }
    return !isPing || pings.take(1) ? Verdict.SERVE : Verdict.DROP;
  }
}
