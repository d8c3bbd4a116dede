package dev.laurel.realtime.board;

import dev.laurel.leaderboard.Page;
import dev.laurel.leaderboard.index.BoardMoves;
import dev.laurel.leaderboard.index.BoardMoves.Move;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** What moves on a board mean to those who did not move. */
final class RankShifts {
  /** Less than anybody has who is on the board. */
  private static final long OFF_THE_BOARD = -1;

  private final List<Move> moves;
  private final long[] before;
  private final long[] after;

  RankShifts(List<BoardMoves> changes) {
    moves = changes.stream().flatMap(change -> change.moves().stream()).toList();
    before = sorted(Move::before);
    after = sorted(Move::after);
  }

  private long[] sorted(Function<Move, Long> points) {
    return moves.stream().map(points).mapToLong(RankShifts::orLess).sorted().toArray();
  }

  private static long orLess(Long points) {
    return points == null ? OFF_THE_BOARD : points;
  }

  /** By how much the number of users with more than these points has grown. */
  int above(long points) {
    return above(after, points) - above(before, points);
  }

  private static int above(long[] sorted, long points) {
    if (sorted.length == 0 || points >= sorted[sorted.length - 1]) {
      return 0;
    }
    // The first that is greater: a search for the next whole number, which may be there many times.
    int place = Arrays.binarySearch(sorted, points + 1);
    if (place < 0) {
      return sorted.length + place + 1;
    }
    while (place > 0 && sorted[place - 1] > points) {
      place--;
    }
    return sorted.length - place;
  }

  /** Whether the page may look different from what it was before. */
  boolean touch(Page page) {
    var entries = page.entries();
    long highest = entries.isEmpty() ? OFF_THE_BOARD : entries.get(0).totalPoints();
    long lowest =
        entries.isEmpty() ? Long.MAX_VALUE : entries.get(entries.size() - 1).totalPoints();
    return moves.stream().anyMatch(move -> touches(move, highest, lowest));
  }

  private static boolean touches(Move move, long highest, long lowest) {
    if (move.before() == null || move.after() == null) {
      // The number of users has changed.
      return true;
    }
    boolean bothBelow = Math.max(move.before(), move.after()) < lowest;
    boolean bothAbove = Math.min(move.before(), move.after()) > highest;
    return !bothBelow && !bothAbove;
  }
}
