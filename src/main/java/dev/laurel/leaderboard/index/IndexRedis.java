package dev.laurel.leaderboard.index;

import dev.laurel.broadcast.BroadcastConfig;
import dev.laurel.leaderboard.Board;
import dev.laurel.outage.RedisWatch;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Sends scripts about the indexes of boards to Redis. No method blocks. Stages fail with {@link
 * IndexUnavailableException} if Redis does not answer in time; for a second after that all calls
 * fail at once. Dependents run on an I/O thread.
 */
@ApplicationScoped
class IndexRedis {
  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Redis redis;
  private final RedisWatch.Use use;
  private final BroadcastConfig broadcast;
  private volatile long failedAt;

  IndexRedis(Redis redis, RedisWatch watch, BroadcastConfig broadcast) {
    this.redis = redis;
    this.use = watch.occasionalUse("the index of boards");
    this.broadcast = broadcast;
  }

  /** Runs a script, which answers null if the board has no index. */
  CompletionStage<Optional<Response>> run(IndexScript script, Board board, List<?> arguments) {
    return send(() ->
            redis
                .send(eval(Command.EVALSHA, script.digest, board, arguments))
                .recover(
                    failure ->
                        isUnknownScript(failure)
                            // Also loads the script, on the server that holds the board's keys.
                            ? redis.send(eval(Command.EVAL, script.text, board, arguments))
                            : Future.failedFuture(failure)))
        .thenApply(Optional::ofNullable);
  }

  private Request eval(Command command, String script, Board board, List<?> arguments) {
    var request = Request.cmd(command).arg(script).arg(1).arg(key(board));
    arguments.forEach(argument -> request.arg(argument.toString()));
    return request;
  }

  private static boolean isUnknownScript(Throwable failure) {
    return failure.getMessage() != null && failure.getMessage().startsWith("NOSCRIPT");
  }

  /** Claims the check of an interval; answers whether this node has it. */
  CompletionStage<Boolean> claimCheck(Board board, Duration interval) {
    return claim(key(board) + ":checked", interval);
  }

  /** Claims a turn of {@link RecentChanges}; answers whether this node has it. */
  CompletionStage<Boolean> claimRecentChanges(Duration interval) {
    return claim(allBoards("repairing"), interval);
  }

  private CompletionStage<Boolean> claim(String key, Duration interval) {
    return send(() ->
            redis.send(Request.cmd(Command.SET, key, "", "NX", "PX", interval.toMillis())))
        .thenApply(Objects::nonNull);
  }

  /** When the last turn of {@link RecentChanges} began that was completed, on any node. */
  CompletionStage<Optional<Instant>> repairedUntil() {
    return send(() -> redis.send(Request.cmd(Command.GET, allBoards("repaired"))))
        .thenApply(
            answer -> Optional.ofNullable(answer).map(at -> Instant.ofEpochMilli(at.toLong())));
  }

  CompletionStage<Void> repairedUntil(Instant startedAt) {
    return send(() ->
            redis.send(Request.cmd(Command.SET, allBoards("repaired"), startedAt.toEpochMilli())))
        .thenAccept(done -> {});
  }

  private String allBoards(String what) {
    return broadcast.channelPrefix() + "boards:" + what;
  }

  private CompletionStage<Response> send(Supplier<Future<Response>> sending) {
    if (use.isFailing() && System.nanoTime() - failedAt < PAUSE.toNanos()) {
      return CompletableFuture.failedFuture(new IndexUnavailableException(null));
    }
    return sending
        .get()
        .timeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .onSuccess(answer -> use.worked())
        .recover(
            failure -> {
              use.failed(failure);
              failedAt = System.nanoTime();
              return Future.failedFuture(new IndexUnavailableException(failure));
            })
        .toCompletionStage();
  }

  private String key(Board board) {
    return broadcast.channelPrefix() + "board:{" + board.key() + "}";
  }
}
