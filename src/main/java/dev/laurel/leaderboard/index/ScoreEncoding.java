package dev.laurel.leaderboard.index;

import java.time.Instant;

/**
 * Encodes a standing as score and member of a sorted set, so that the set is in the order of the
 * board: more points first, then those who reached them earlier. Redis orders equal scores by the
 * bytes of the members. {@link dev.laurel.leaderboard.standing.StandingOrder} is the same order in
 * SQL. Points are hundredths here too.
 *
 * <p>Usually the score holds points and time, and the member is the user's id. Positive doubles
 * have the order of their bits, read as whole numbers. Such a score is the double with the bits of
 * 2.0, less the points in the upper bits, plus the time in the lower ones. Usual points so give
 * scores not far below 1, and negative ones scores above 2: Redis reads and writes scores as
 * decimal numbers, which takes a quarter of the time that it takes near either end of the range of
 * a double.
 *
 * <p>A time before or after those that the bits hold is the first or the last of them in the score,
 * and stands in the member, before the id.
 *
 * <p>More points than fit make a score below 0, the negated points, which comes before all others;
 * fewer make one above all others, the negated points times {@link #LAST}. The time then stands in
 * the member. The most points of all are 2^53 hundredths, those of ninety million results.
 */
final class ScoreEncoding {
  /** The most points that fit into a score beside the time: 41,902.07. */
  static final long MAX_POINTS = 4_190_207;

  /** The fewest: -2,621.44. */
  static final long MIN_POINTS = -(1L << 18);

  /** The scores of fewer points than fit are this or greater; the Lua scripts know it too. */
  static final double LAST = 0x1p65;

  /** How many of the low bits are the time: milliseconds from the year 2020 to 2054. */
  static final int TIME_BITS = 40;

  /** The last time of the bits. It and the first one stand for all before and after them. */
  private static final long LAST_TIME = (1L << TIME_BITS) - 1;

  private static final long EPOCH_MILLIS = Instant.parse("2020-01-01T00:00:00Z").toEpochMilli();

  private static final long TOP = Double.doubleToRawLongBits(2.0);

  /** No id contains a tab. */
  private static final String TIME = "\t%015d";

  private static final int TIME_LENGTH = TIME.formatted(0).length();

  private ScoreEncoding() {}

  private static boolean fits(long points) {
    return points >= MIN_POINTS && points <= MAX_POINTS;
  }

  private static long time(Instant reachedAt) {
    return Math.max(0, Math.min(LAST_TIME, reachedAt.toEpochMilli() - EPOCH_MILLIS));
  }

  /**
   * @param reachedAt in whole milliseconds, not before 1970
   */
  static double of(long points, Instant reachedAt) {
    if (fits(points)) {
      return Double.longBitsToDouble(TOP - ((points + 1) << TIME_BITS) + time(reachedAt));
    }
    return points > 0 ? -points : -points * LAST;
  }

  /** The part of the member before the user's id; usually empty. */
  static String prefix(long points, Instant reachedAt) {
    long time = time(reachedAt);
    return fits(points) && time > 0 && time < LAST_TIME
        ? ""
        : TIME.formatted(reachedAt.toEpochMilli());
  }

  static long points(double score) {
    if (score < 0) {
      return (long) -score;
    }
    return score < LAST
        ? (TOP - 1 - Double.doubleToRawLongBits(score)) >> TIME_BITS
        : (long) (-score / LAST);
  }

  static String user(String member) {
    return member.startsWith("\t") ? member.substring(TIME_LENGTH) : member;
  }
}
