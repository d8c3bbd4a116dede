package dev.laurel.leaderboard.index;

import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.standing.StandingChangeBulk.Erasures;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Replaces and checks the generations of indexes. A new generation is filled beside the one that is
 * read, and replaces it in one step. Methods answer as those of {@link BoardIndex}.
 */
@ApplicationScoped
class IndexGenerations {
  /**
   * The state of an index.
   *
   * @param goodAt what was committed before is in the index
   * @param cursor the user up to whom the last check compared it with the database; empty at the
   *     end
   * @param erasures how many users have been erased from it
   * @param version of the board as the index has it
   */
  record State(String generation, Instant goodAt, String cursor, long erasures, long version) {
    private static State of(Response answer) {
      return new State(
          answer.get(0).toString(),
          Instant.ofEpochMilli(answer.get(1).toLong()),
          answer.get(2).toString(),
          answer.get(3).toLong(),
          answer.get(4).toLong());
    }
  }

  private final IndexRedis redis;

  IndexGenerations(IndexRedis redis) {
    this.redis = redis;
  }

  /**
   * Begins a generation, unless a node is filling one.
   *
   * @param erasures as they were before the first standing is read
   * @return whether it was begun
   */
  CompletionStage<Boolean> begin(Board board, String generation, Erasures erasures) {
    return redis
        .run(IndexScript.BEGIN, board, List.of(generation, erasures.count(), erasures.version()))
        .thenApply(IndexGenerations::isDone);
  }

  /**
   * Makes a filled generation the current one.
   *
   * @param begunAt what was committed before is in it
   * @return false if another generation has taken its place
   */
  CompletionStage<Boolean> finish(Board board, String generation, Instant begunAt) {
    return redis
        .run(IndexScript.FINISH, board, List.of(generation, begunAt.toEpochMilli()))
        .thenApply(IndexGenerations::isDone);
  }

  private static boolean isDone(Optional<Response> answer) {
    return answer.filter(number -> number.toInteger() == 1).isPresent();
  }

  CompletionStage<Optional<State>> state(Board board) {
    return redis.run(IndexScript.STATE, board, List.of()).thenApply(found -> found.map(State::of));
  }

  /**
   * Records the outcome of a check.
   *
   * @param cursor the user behind whom the next check goes on
   */
  CompletionStage<Void> confirm(Board board, String generation, Instant goodAt, String cursor) {
    return redis
        .run(IndexScript.CONFIRM, board, List.of(generation, goodAt.toEpochMilli(), cursor))
        .thenAccept(done -> {});
  }
}
