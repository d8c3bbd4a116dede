package dev.laurel.leaderboard;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Fired once in a transaction that changes standings, at the first change. The boards it names are
 * complete when the transaction has ended, so it is for observers of that moment.
 */
final class StandingsMoved {
  private final Set<Board> boards = new LinkedHashSet<>();

  void add(Board board) {
    boards.add(board);
  }

  Collection<Board> boards() {
    return Collections.unmodifiableSet(boards);
  }
}
