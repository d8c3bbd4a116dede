package dev.laurel.leaderboard.index;

import dev.laurel.leaderboard.Board;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * What one change of a board's index did. Nodes hear of it on {@link Board#channel()}.
 *
 * @param generation of the index
 * @param step the change's number: that of the one before, and one
 */
@RegisterForReflection
public record BoardMoves(String generation, long step, List<Move> moves) {
  public BoardMoves {
    moves = List.copyOf(moves);
  }

  /**
   * A user's points before and after; null when not on the board. They may be the same, when
   * something else about the standing changed.
   */
  @RegisterForReflection
  public record Move(String user, Long before, Long after) {}
}
