package dev.laurel.leaderboard.index;

import java.time.Instant;

/**
 * Encodes points and time as the score of a sorted set, so that the set is in the order of the
 * board: more points first, then those who reached them earlier. Users with the same score differ
 * only in their ids, and Redis orders equal scores by the bytes of the members, which are the ids.
 * {@link dev.laurel.leaderboard.standing.StandingOrder} is the same order in SQL.
 *
 * <p>Positive doubles have the order of their bits, read as whole numbers. A score is the double
 * with the bits of 2.0, less the points in the upper bits, plus the time in the lower ones. Usual
 * points so give scores not far below 1: Redis reads and writes scores as decimal numbers, which
 * takes a quarter of the time that it takes near either end of the range of a double.
 */
final class ScoreEncoding {
  /** The most points that fit. */
  static final long MAX_POINTS = 2_095_103;

  /** How many of the low bits are the time: milliseconds from the year 2000 to 2069. */
  static final int TIME_BITS = 41;

  private static final long EPOCH_MILLIS = Instant.parse("2000-01-01T00:00:00Z").toEpochMilli();

  private static final long TOP = Double.doubleToRawLongBits(2.0);

  private ScoreEncoding() {}

  static boolean fits(long points, Instant reachedAt) {
    long time = reachedAt.toEpochMilli() - EPOCH_MILLIS;
    return points >= 0 && points <= MAX_POINTS && time >= 0 && time < 1L << TIME_BITS;
  }

  /**
   * @param reachedAt in whole milliseconds
   */
  static double of(long points, Instant reachedAt) {
    if (!fits(points, reachedAt)) {
      throw new IllegalArgumentException(points + " points at " + reachedAt);
    }
    long time = reachedAt.toEpochMilli() - EPOCH_MILLIS;
    return Double.longBitsToDouble(TOP - ((points + 1) << TIME_BITS) + time);
  }

  static long points(double score) {
    return (TOP - 1 - Double.doubleToRawLongBits(score)) >> TIME_BITS;
  }
}
