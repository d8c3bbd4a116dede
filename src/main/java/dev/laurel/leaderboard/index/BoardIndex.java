package dev.laurel.leaderboard.index;

import dev.laurel.broadcast.BroadcastConfig;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.BoardSlice;
import dev.laurel.leaderboard.LeaderboardConfig;
import dev.laurel.leaderboard.RankedScore;
import dev.laurel.leaderboard.Ranks;
import dev.laurel.leaderboard.Ranks.Moment;
import dev.laurel.leaderboard.ScoredUser;
import dev.laurel.leaderboard.index.BoardMoves.Move;
import dev.laurel.leaderboard.standing.StandingChange;
import dev.laurel.outage.RedisWatch;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A sorted set in Redis for each board, by which it is read without counting. It holds nothing that
 * could not be made again from the standings. {@link IndexScripts} says how it is kept.
 *
 * <p>No method blocks. The stages fail with {@link IndexUnavailableException} when Redis does not
 * answer in time, and are empty where the board has no index. Dependents run on an I/O thread.
 */
@ApplicationScoped
public class BoardIndex {
  /** For how long the index is given up that cannot hold what is on the board. */
  private static final Duration BARRED = Duration.ofMinutes(10);

  /** What is older cannot be told from what has been overtaken; far below what is remembered. */
  private static final Duration MAX_AGE = Duration.ofMinutes(1);

  /** What changed so recently may still meet older news of itself. */
  private static final Duration REMEMBERED = Duration.ofMinutes(10);

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Redis redis;
  private final RedisWatch.Use boards;
  private final BroadcastConfig broadcast;
  private final LeaderboardConfig config;
  private volatile long failedAt;

  BoardIndex(Redis redis, RedisWatch watch, BroadcastConfig broadcast, LeaderboardConfig config) {
    this.redis = redis;
    this.boards = watch.occasionalUse("the index of boards");
    this.broadcast = broadcast;
    this.config = config;
  }

  /**
   * What became of changes.
   *
   * @param moves those that were news
   * @param tooOld the users whose standings have to be read anew, since the change given may have
   *     been overtaken
   */
  public record Taken(BoardMoves moves, List<String> tooOld) {}

  /** The users at positions, counted from 0. */
  public CompletionStage<Optional<BoardSlice>> stretch(Board board, long first, long last) {
    return stretch(board, "", first, last);
  }

  /** The user and as many above and below, or nobody if the user is not on the board. */
  public CompletionStage<Optional<BoardSlice>> around(Board board, String user, int nearby) {
    return stretch(board, user, nearby, nearby);
  }

  private CompletionStage<Optional<BoardSlice>> stretch(
      Board board, String user, long first, long last) {
    return run(IndexScripts.STRETCH, board, List.of(user, first, last))
        .thenApply(
            found ->
                found.map(
                    answer -> {
                      long start = answer.get(3).toLong();
                      return start < 0
                          ? BoardSlice.empty(answer.get(0).toLong(), answer.get(1).toInteger())
                          : BoardSlice.of(
                              answer.get(0).toLong(),
                              answer.get(1).toInteger(),
                              scored(answer.get(5)),
                              answer.get(2).toLong(),
                              start,
                              answer.get(6).toLong(),
                              answer.get(4).toLong());
                    }));
  }

  private static List<ScoredUser> scored(Response users) {
    var scored = new ArrayList<ScoredUser>(users.size() / 2);
    for (int i = 0; i < users.size(); i += 2) {
      scored.add(
          new ScoredUser(
              users.get(i).toString(),
              ScoreEncoding.points(Double.parseDouble(users.get(i + 1).toString()))));
    }
    return scored;
  }

  /** Points and ranks of those of the users who are on the board. */
  public CompletionStage<Optional<Ranks>> places(Board board, Collection<String> users) {
    var asked = List.copyOf(users);
    return run(IndexScripts.PLACES, board, asked)
        .thenApply(
            found ->
                found.map(
                    answer -> {
                      var places = new HashMap<String, RankedScore>();
                      for (int i = 0; i < asked.size(); i++) {
                        points(answer.get(2 + 2 * i))
                            .ifPresent(place(places, asked.get(i), answer.get(3 + 2 * i)));
                      }
                      return new Ranks(
                          new Moment(answer.get(0).toString(), answer.get(1).toLong()), places);
                    }));
  }

  private static Consumer<Long> place(
      HashMap<String, RankedScore> places, String user, Response ahead) {
    return points -> places.put(user, new RankedScore(points, ahead.toInteger() + 1));
  }

  private static Optional<Long> points(Response code) {
    var text = code.toString();
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(ScoreEncoding.points(Double.parseDouble(text)));
  }

  /** Takes in what transactions changed, into all generations that there are. */
  public CompletionStage<Optional<Taken>> takeIn(Board board, List<StandingChange> changes) {
    return takeIn(board, "live", changes, Instant.EPOCH);
  }

  /**
   * Takes in standings as they were read, into one generation.
   *
   * @param readAt when, or before
   */
  public CompletionStage<Optional<Taken>> takeIn(
      Board board, String generation, List<StandingChange> standings, Instant readAt) {
    if (!standings.stream().allMatch(BoardIndex::canHold)) {
      return run(IndexScripts.BAR, board, List.of(BARRED.toMillis()))
          .thenApply(barred -> Optional.empty());
    }
    var arguments = new ArrayList<Object>(2 + 6 * standings.size());
    arguments.add(generation);
    arguments.add(MAX_AGE.toMillis());
    for (var standing : standings) {
      arguments.add(standing.user());
      arguments.add(
          standing.listed()
              ? Double.toString(ScoreEncoding.of(standing.points(), standing.reachedAt()))
              : "");
      arguments.add(standing.versionBefore());
      arguments.add(standing.version());
      arguments.add(
          (readAt.isAfter(standing.changedAt()) ? readAt : standing.changedAt()).toEpochMilli());
      arguments.add(readAt.minus(REMEMBERED).isAfter(standing.changedAt()) ? 0 : 1);
    }
    return run(IndexScripts.TAKE_IN, board, arguments)
        .thenApply(found -> found.map(answer -> taken(standings, answer)));
  }

  private static boolean canHold(StandingChange standing) {
    return !standing.listed() || ScoreEncoding.expresses(standing.points(), standing.reachedAt());
  }

  private static Taken taken(List<StandingChange> changes, Response answer) {
    var moves = new ArrayList<Move>();
    var tooOld = new ArrayList<String>();
    for (int i = 0; i < changes.size(); i++) {
      var change = changes.get(i);
      switch (answer.get(2 + 2 * i).toString()) {
        case "new" ->
            moves.add(
                new Move(
                    change.user(),
                    points(answer.get(3 + 2 * i)).orElse(null),
                    change.listed() ? change.points() : null));
        case "old" -> tooOld.add(change.user());
        default -> {
          // Dealt with before.
        }
      }
    }
    return new Taken(
        new BoardMoves(answer.get(0).toString(), answer.get(1).toLong(), moves), tooOld);
  }

  /**
   * Takes a user out for good, of whom there must be no standing any more.
   *
   * @param version greater than all that the standing had
   */
  CompletionStage<Optional<BoardMoves>> erase(Board board, String user, long version) {
    return run(IndexScripts.ERASE, board, List.of(user, version))
        .thenApply(
            found ->
                found.map(
                    answer ->
                        new BoardMoves(
                            answer.get(0).toString(),
                            answer.get(1).toLong(),
                            List.of(new Move(user, points(answer.get(2)).orElse(null), null)))));
  }

  /**
   * Begins a generation, unless one is being built; answers whether it began.
   *
   * @param erasures how many users have been erased from the board
   */
  CompletionStage<Boolean> begin(Board board, String generation, long erasures) {
    return run(IndexScripts.BEGIN, board, List.of(generation, erasures))
        .thenApply(BoardIndex::isDone);
  }

  /**
   * Makes a generation the current one; answers whether it could be.
   *
   * @param begunAt what was committed before is in it
   * @param erasedVersion what the users who were erased add to the board's version
   */
  CompletionStage<Boolean> finish(
      Board board, String generation, Instant begunAt, long erasedVersion) {
    return run(
            IndexScripts.FINISH, board, List.of(generation, begunAt.toEpochMilli(), erasedVersion))
        .thenApply(BoardIndex::isDone);
  }

  /**
   * What is known of the completeness of an index.
   *
   * @param goodAt what was committed before is in it
   * @param cursor the user up to whom it was last compared with the standings; empty at the end
   * @param erasures how many users have been erased from it
   */
  record Condition(String generation, Instant goodAt, String cursor, long erasures) {}

  CompletionStage<Optional<Condition>> condition(Board board) {
    return send(Request.cmd(Command.HMGET, key(board), "current", "good_at", "cursor", "erasures"))
        .thenApply(
            answer ->
                answer.get(0) == null
                    ? Optional.empty()
                    : Optional.of(
                        new Condition(
                            answer.get(0).toString(),
                            Instant.ofEpochMilli(answer.get(1).toLong()),
                            answer.get(2) == null ? "" : answer.get(2).toString(),
                            answer.get(3) == null ? 0 : answer.get(3).toLong())));
  }

  /**
   * Records the outcome of a check.
   *
   * @param version what the board's version is at least
   */
  CompletionStage<Void> confirm(Board board, Condition condition, long version) {
    return run(
            IndexScripts.CONFIRM,
            board,
            List.of(
                condition.generation(),
                condition.goodAt().toEpochMilli(),
                version,
                condition.cursor()))
        .thenAccept(done -> {});
  }

  /** Gives the index up; the next to ask for it will have it made anew. */
  CompletionStage<Void> drop(Board board) {
    return run(IndexScripts.BAR, board, List.of(1)).thenAccept(done -> {});
  }

  /** Claims the check of this interval; answers whether this node has it. */
  CompletionStage<Boolean> claimCheck(Board board, Duration interval) {
    return send(Request.cmd(
            Command.SET, key(board) + ":checked", "", "NX", "PX", interval.toMillis()))
        .thenApply(answer -> answer != null);
  }

  private static boolean isDone(Optional<Response> answer) {
    return answer.filter(number -> number.toInteger() == 1).isPresent();
  }

  private CompletionStage<Optional<Response>> run(String script, Board board, List<?> arguments) {
    var request = Request.cmd(Command.EVAL).arg(script).arg(1).arg(key(board));
    arguments.forEach(argument -> request.arg(argument.toString()));
    return send(request).thenApply(Optional::ofNullable);
  }

  private CompletionStage<Response> send(Request request) {
    if (isPaused()) {
      return CompletableFuture.failedFuture(new IndexUnavailableException("Redis is away"));
    }
    return redis
        .send(request)
        .timeout(config.indexTimeout().toMillis(), TimeUnit.MILLISECONDS)
        .onSuccess(answer -> boards.worked())
        .recover(
            failure -> {
              boards.failed(failure);
              failedAt = System.nanoTime();
              return Future.failedFuture(new IndexUnavailableException(failure));
            })
        .toCompletionStage();
  }

  /** Nobody waits for a Redis that has just not answered somebody. */
  private boolean isPaused() {
    return boards.isFailing() && System.nanoTime() - failedAt < PAUSE.toNanos();
  }

  private String key(Board board) {
    return broadcast.channelPrefix() + "board:{" + board.key() + "}";
  }
}
