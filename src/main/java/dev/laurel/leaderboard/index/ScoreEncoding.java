package dev.laurel.leaderboard.index;

import java.time.Instant;

/**
 * Encodes a standing as score and member of a sorted set, so that the set is in the order of the
 * board: more points first, then those who reached them earlier. Redis orders equal scores by the
 * bytes of the members. {@link dev.laurel.leaderboard.standing.StandingOrder} is the same order in
 * SQL.
 *
 * <p>Usually the score holds points and time, and the member is the user's id. Positive doubles
 * have the order of their bits, read as whole numbers. Such a score is the double with the bits of
 * 2.0, less the points in the upper bits, plus the time in the lower ones. Usual points so give
 * scores not far below 1: Redis reads and writes scores as decimal numbers, which takes a quarter
 * of the time that it takes near either end of the range of a double.
 *
 * <p>Points or times beyond these bits make a score below 0, the negated points, which comes before
 * all others; the time stands in the member, before the id. The most points of all are 2^53, those
 * of nine billion results.
 */
final class ScoreEncoding {
  /** The most points that fit into a score beside the time. */
  static final long MAX_POINTS = 2_095_103;

  /** How many of the low bits are the time: milliseconds from the year 2000 to 2069. */
  static final int TIME_BITS = 41;

  private static final long EPOCH_MILLIS = Instant.parse("2000-01-01T00:00:00Z").toEpochMilli();

  private static final long TOP = Double.doubleToRawLongBits(2.0);

  /** No id contains a tab. */
  private static final String TIME = "\t%015d";

  private static final int TIME_LENGTH = TIME.formatted(0).length();

  private ScoreEncoding() {}

  private static boolean fits(long points, long time) {
    return points <= MAX_POINTS && time >= 0 && time < 1L << TIME_BITS;
  }

  /**
   * @param points at least 0
   * @param reachedAt in whole milliseconds
   */
  static double of(long points, Instant reachedAt) {
    long time = reachedAt.toEpochMilli() - EPOCH_MILLIS;
    return fits(points, time)
        ? Double.longBitsToDouble(TOP - ((points + 1) << TIME_BITS) + time)
        : -points;
  }

  /** The part of the member before the user's id; usually empty. */
  static String prefix(long points, Instant reachedAt) {
    long time = reachedAt.toEpochMilli() - EPOCH_MILLIS;
    return fits(points, time) ? "" : TIME.formatted(reachedAt.toEpochMilli());
  }

  static long points(double score) {
    return score < 0 ? (long) -score : (TOP - 1 - Double.doubleToRawLongBits(score)) >> TIME_BITS;
  }

  static String user(String member) {
    return member.startsWith("\t") ? member.substring(TIME_LENGTH) : member;
  }
}
