package dev.laurel.leaderboard;

import dev.laurel.leaderboard.index.BoardMoves;
import java.util.Map;

/**
 * Where some users stand on a board at one moment.
 *
 * @param moment when that was
 * @param byUser those of the users who are on the board
 */
public record Ranks(Moment moment, Map<String, RankedScore> byUser) {
  public Ranks {
    byUser = Map.copyOf(byUser);
  }

  /**
   * A moment in the life of an index, by which readings and {@link BoardMoves} are put in order.
   *
   * @param generation of the index; null where the database was read, which has no such order
   * @param step counts the changes of the generation
   */
  public record Moment(String generation, long step) {
    /** The moment of what was not read from an index. */
    public static final Moment NONE = new Moment(null, 0);
  }
}
