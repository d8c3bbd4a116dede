package dev.laurel.leaderboard;

import dev.laurel.leaderboard.index.BoardIndex;
import dev.laurel.leaderboard.index.IndexReader;
import dev.laurel.leaderboard.standing.StandingBulk;
import dev.laurel.leaderboard.visibility.Players;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/** Boards as they are now: from the index in Redis, or from the standings while there is none. */
@ApplicationScoped
class OpenBoards implements BoardSource {
  private final IndexReader index;
  private final StandingBulk standings;
  private final Players players;

  OpenBoards(IndexReader index, StandingBulk standings, Players players) {
    this.index = index;
    this.standings = standings;
    this.players = players;
  }

  /** The same boards, read from the standings alone. */
  BoardSource fromStandings() {
    return new BoardSource() {
      @Override
      public DescribedSlice slice(Board board, long first, long last) {
        return described(board, standings.slice(board, first, last));
      }

      @Override
      public DescribedSlice around(Board board, String user, int nearby) {
        return described(board, standings.around(board, user, nearby));
      }

      @Override
      public Map<String, Integer> ranks(Board board, Collection<String> users) {
        return standings.ranks(board, users);
      }

      @Override
      public Map<Long, Long> countByPoints(Board board) {
        return standings.countByPoints(board);
      }
    };
  }

  @Override
  public DescribedSlice slice(Board board, long first, long last) {
    return read(
        board, redis -> redis.slice(board, first, last), () -> standings.slice(board, first, last));
  }

  @Override
  public DescribedSlice around(Board board, String user, int nearby) {
    return read(
        board,
        redis -> redis.around(board, user, nearby),
        () -> standings.around(board, user, nearby));
  }

  @Override
  public Map<String, Integer> ranks(Board board, Collection<String> users) {
    return index.read(
        board, redis -> redis.ranks(board, users), () -> standings.ranks(board, users));
  }

  @Override
  public Map<Long, Long> countByPoints(Board board) {
    return standings.countByPoints(board);
  }

  /** Reads the database if the index has users whom the database does not know. */
  private DescribedSlice read(
      Board board,
      Function<BoardIndex, CompletionStage<Optional<BoardSlice>>> question,
      Supplier<BoardSlice> fromDatabase) {
    var found = described(board, index.read(board, question, fromDatabase));
    var unknown = new HashSet<>(found.slice().userIds());
    unknown.removeAll(found.details().keySet());
    if (unknown.isEmpty()) {
      return found;
    }
    index.suspect(board, () -> hasStrangers(board, unknown));
    return described(board, fromDatabase.get());
  }

  private DescribedSlice described(Board board, BoardSlice slice) {
    return new DescribedSlice(slice, false, players.onBoard(board, slice.userIds()));
  }

  private boolean hasStrangers(Board board, Set<String> users) {
    var indexed = index.read(board, redis -> redis.ranks(board, users), Map::of).keySet();
    return !players.onBoard(board, indexed).keySet().containsAll(indexed);
  }
}
