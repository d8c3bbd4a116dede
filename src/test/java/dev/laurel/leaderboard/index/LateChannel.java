package dev.laurel.leaderboard.index;

import dev.laurel.broadcast.Broadcast;
import dev.laurel.leaderboard.Board;

/** A channel that holds back one board's hints about standings. Thread-safe. */
public class LateChannel extends BoardChannel {
  private final Board late;
  private int heldBack;

  public LateChannel(Board late, Broadcast broadcast) {
    super(broadcast);
    this.late = late;
  }

  @Override
  public synchronized void publishStandings(Board board) {
    if (board.equals(late)) {
      heldBack++;
    } else {
      super.publishStandings(board);
    }
  }

  /** Publishes a hint that was held back; answers whether there was one. */
  public synchronized boolean publishNext() {
    if (heldBack == 0) {
      return false;
    }
    heldBack--;
    super.publishStandings(late);
    return true;
  }
}
