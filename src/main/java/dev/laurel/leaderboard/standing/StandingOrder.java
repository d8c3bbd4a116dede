package dev.laurel.leaderboard.standing;

/**
 * Decides the order of a board and its ties: more points first; with equal points who reached them
 * first, by the times of the results; then the lower id, compared by bytes. Ranks go by points
 * alone, so that ties share one.
 *
 * <p>This is the order in SQL. {@link dev.laurel.leaderboard.index.ScoreEncoding} makes the same
 * order in Redis, by the scores of a sorted set.
 */
public final class StandingOrder {
  /** The columns of {@code order by}; the index {@code standing_in_order} has them too. */
  public static final String SQL = "points desc, reached_at, user_id collate \"C\"";

  private StandingOrder() {}

  /**
   * The condition in SQL that one standing comes before another of the same board.
   *
   * @param one an alias of {@code standing}
   * @param other another alias
   */
  static String before(String one, String other) {
    return """
        (%1$s.points > %2$s.points
         or %1$s.points = %2$s.points
            and (%1$s.reached_at, %1$s.user_id collate "C") < (%2$s.reached_at, %2$s.user_id))"""
        .formatted(one, other);
  }
}
