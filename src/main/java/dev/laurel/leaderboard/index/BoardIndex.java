package dev.laurel.leaderboard.index;

import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.BoardSlice;
import dev.laurel.leaderboard.ScoredUser;
import dev.laurel.leaderboard.standing.StandingChange;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Reads and changes the indexes of boards: sorted sets in Redis that answer for pages and ranks
 * without counting rows. An index can always be rebuilt from the standings in the database. {@code
 * lua/board/common.lua} describes how it is stored.
 *
 * <p>No method blocks. Stages are empty if the board has no index, and fail with {@link
 * IndexUnavailableException} if Redis does not answer in time. Dependents run on an I/O thread.
 */
@ApplicationScoped
public class BoardIndex {
  /** The name for all generations, as {@code apply.lua} knows it. */
  private static final String LIVE = "live";

  final IndexRedis redis;

  BoardIndex(IndexRedis redis) {
    this.redis = redis;
  }

  /** The users at positions, counted from 0. */
  public CompletionStage<Optional<BoardSlice>> slice(Board board, long first, long last) {
    return slice(board, "", first, last);
  }

  /** The user with as many above and below, or nobody if the user is not on the board. */
  public CompletionStage<Optional<BoardSlice>> around(Board board, String user, int nearby) {
    return slice(board, user, nearby, nearby);
  }

  private CompletionStage<Optional<BoardSlice>> slice(
      Board board, String user, long first, long last) {
    return redis
        .run(IndexScript.SLICE, board, List.of(user, first, last))
        .thenApply(found -> found.map(BoardIndex::slice));
  }

  private static BoardSlice slice(Response answer) {
    long version = answer.get(0).toLong();
    int size = answer.get(1).toInteger();
    long from = answer.get(2).toLong();
    long first = answer.get(3).toLong();
    long ahead = answer.get(4).toLong();
    long last = answer.get(6).toLong();
    return first < 0
        ? BoardSlice.empty(version, size)
        : BoardSlice.of(version, size, scored(answer.get(5)), from, first, last, ahead);
  }

  private static List<ScoredUser> scored(Response users) {
    var scored = new ArrayList<ScoredUser>(users.size() / 2);
    for (int i = 0; i < users.size(); i += 2) {
      double score = Double.parseDouble(users.get(i + 1).toString());
      scored.add(
          new ScoredUser(ScoreEncoding.user(users.get(i).toString()), ScoreEncoding.points(score)));
    }
    return scored;
  }

  /** The ranks of users, without those who are not on the board. */
  public CompletionStage<Optional<Map<String, Integer>>> ranks(
      Board board, Collection<String> users) {
    var asked = List.copyOf(users);
    return redis
        .run(IndexScript.RANKS, board, asked)
        .thenApply(found -> found.map(answer -> ranks(asked, answer)));
  }

  private static Map<String, Integer> ranks(List<String> users, Response answer) {
    var ranks = new HashMap<String, Integer>();
    for (int i = 0; i < users.size(); i++) {
      int rank = answer.get(i).toInteger();
      if (rank > 0) {
        ranks.put(users.get(i), rank);
      }
    }
    return ranks;
  }

  /**
   * Applies committed changes to the index, and to one that is being built.
   *
   * @return the users whose change was newer than what the index knew
   */
  public CompletionStage<Optional<List<String>>> apply(Board board, List<StandingChange> changes) {
    return fill(board, LIVE, changes);
  }

  /**
   * Applies standings read from the database to one generation.
   *
   * @return the users whose place in the index has changed
   */
  CompletionStage<Optional<List<String>>> fill(
      Board board, String generation, List<StandingChange> standings) {
    var arguments = new ArrayList<Object>(1 + 4 * standings.size());
    arguments.add(generation);
    for (var standing : standings) {
      arguments.add(standing.user());
      long points = standing.points();
      var reachedAt = standing.reachedAt();
      arguments.add(standing.listed() ? ScoreEncoding.prefix(points, reachedAt) : "");
      arguments.add(standing.listed() ? ScoreEncoding.of(points, reachedAt) : "");
      arguments.add(standing.version());
    }
    return redis
        .run(IndexScript.APPLY, board, arguments)
        .thenApply(found -> found.map(answer -> users(standings, answer)));
  }

  private static List<String> users(List<StandingChange> standings, Response numbers) {
    var users = new ArrayList<String>(numbers.size());
    numbers.forEach(number -> users.add(standings.get(number.toInteger() - 1).user()));
    return users;
  }

  /**
   * Removes a user whose standing was deleted.
   *
   * @param version greater than all that the standing had; changes up to it are ignored from now on
   */
  CompletionStage<Void> erase(Board board, String user, long version) {
    return redis.run(IndexScript.ERASE, board, List.of(user, version)).thenAccept(done -> {});
  }

  /** Drops the index; it is rebuilt when the board is next read. */
  public CompletionStage<Void> drop(Board board) {
    return redis.run(IndexScript.DROP, board, List.of()).thenAccept(done -> {});
  }
}
