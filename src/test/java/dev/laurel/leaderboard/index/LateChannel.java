package dev.laurel.leaderboard.index;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.laurel.broadcast.Broadcast;
import dev.laurel.leaderboard.Board;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The channel, but what moved on one board is told late, in any order and at times twice. */
public class LateChannel extends BoardChannel {
  private final Board late;
  private final Random random;
  private final List<BoardMoves> heldBack = new ArrayList<>();

  public LateChannel(Board late, Random random, Broadcast broadcast, ObjectMapper mapper) {
    super(broadcast, mapper);
    this.late = late;
    this.random = random;
  }

  @Override
  public synchronized void publish(Board board, BoardMoves moves) {
    if (board.equals(late)) {
      heldBack.add(moves);
    } else {
      super.publish(board, moves);
    }
  }

  /** Tells one of the moves that were held back; answers whether there was any. */
  public synchronized boolean publishAny() {
    if (heldBack.isEmpty()) {
      return false;
    }
    int any = random.nextInt(heldBack.size());
    super.publish(late, heldBack.get(any));
    if (random.nextInt(4) > 0) {
      heldBack.remove(any);
    }
    return true;
  }
}
