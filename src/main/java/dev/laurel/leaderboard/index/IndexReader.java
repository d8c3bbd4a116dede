package dev.laurel.leaderboard.index;

import dev.laurel.leaderboard.Board;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Reads boards from their index; and from the database while a board has no index, its index is in
 * doubt, or Redis is away. Blocks.
 */
@ApplicationScoped
public class IndexReader {
  private static final Logger LOG = Logger.getLogger("laurel.leaderboard");

  private static final Duration RECHECK = Duration.ofSeconds(1);

  private final BoardIndex index;
  private final IndexBuilder builder;
  private final IndexChecker checker;
  private final IndexMetrics metrics;
  private final ScheduledExecutorService executor;
  private final Set<Board> suspected = ConcurrentHashMap.newKeySet();

  IndexReader(
      BoardIndex index,
      IndexBuilder builder,
      IndexChecker checker,
      IndexMetrics metrics,
      ScheduledExecutorService executor) {
    this.index = index;
    this.builder = builder;
    this.checker = checker;
    this.metrics = metrics;
    this.executor = executor;
  }

  public <T> T read(
      Board board,
      Function<BoardIndex, CompletionStage<Optional<T>>> question,
      Supplier<T> fromDatabase) {
    if (checker.isTrusted(board)) {
      try {
        var answer = await(question.apply(index));
        if (answer.isPresent()) {
          metrics.fromIndex.increment();
          return answer.get();
        }
        builder.request(board);
      } catch (IndexUnavailableException e) {
        // RedisWatch has logged the outage.
        LOG.debugf(e, "The index of %s could not be read", board.key());
      }
    }
    metrics.fromDatabase.increment();
    return fromDatabase.get();
  }

  /**
   * Drops the index if it is still wrong a second later: a user who is being erased stays in it a
   * little longer than in the database. Does not block.
   */
  public void suspect(Board board, BooleanSupplier isWrong) {
    if (suspected.add(board)) {
      executor.schedule(
          () -> dropIfWrong(board, isWrong), RECHECK.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void dropIfWrong(Board board, BooleanSupplier isWrong) {
    suspected.remove(board);
    try {
      if (isWrong.getAsBoolean()) {
        LOG.warnf("The index of %s is dropped: it is not of this database", board.key());
        index.drop(board);
      }
    } catch (RuntimeException e) {
      LOG.debugf(e, "the index of %s cannot be compared", board.key());
    }
  }

  /** Waits for an answer of Redis. Never to be called on an I/O thread. */
  public static <T> T await(CompletionStage<T> answer) {
    try {
      return answer.toCompletableFuture().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }
}
