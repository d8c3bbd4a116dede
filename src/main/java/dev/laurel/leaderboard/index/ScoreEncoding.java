package dev.laurel.leaderboard.index;

import java.time.Instant;

/**
 * The score of a sorted set that orders users as a board does: more points first, then who reached
 * them earlier. Users with the same code differ in nothing but their ids, and Redis orders equal
 * scores by the bytes of the members, which are the ids.
 *
 * <p>A double has 53 bits for numbers that are added, but 63 for numbers that are only compared:
 * the positive doubles are ordered as their bits are, read as whole numbers. From the top, those
 * bits are what is missing to {@link #MAX_POINTS}, and the time in milliseconds.
 */
final class ScoreEncoding {
  /** The most points that can be expressed. */
  static final long MAX_POINTS = 4_190_207;

  /** How many of the low bits are the time: enough until the year 2069, counted from 2000. */
  static final int TIME_BITS = 41;

  private static final long EPOCH_MILLIS = Instant.parse("2000-01-01T00:00:00Z").toEpochMilli();

  /** The bits of the smallest double with full precision. */
  private static final long SMALLEST = Double.doubleToRawLongBits(Double.MIN_NORMAL);

  private ScoreEncoding() {}

  /** Whether there is a code for this. */
  static boolean expresses(long points, Instant reachedAt) {
    long time = reachedAt.toEpochMilli() - EPOCH_MILLIS;
    return points >= 0 && points <= MAX_POINTS && time >= 0 && time < 1L << TIME_BITS;
  }

  /**
   * @param reachedAt in whole milliseconds
   */
  static double of(long points, Instant reachedAt) {
    if (!expresses(points, reachedAt)) {
      throw new IllegalArgumentException(points + " points at " + reachedAt);
    }
    long time = reachedAt.toEpochMilli() - EPOCH_MILLIS;
    return Double.longBitsToDouble(SMALLEST + ((MAX_POINTS - points) << TIME_BITS) + time);
  }

  /** The points in a code. */
  static long points(double code) {
    return MAX_POINTS - ((Double.doubleToRawLongBits(code) - SMALLEST) >> TIME_BITS);
  }
}
