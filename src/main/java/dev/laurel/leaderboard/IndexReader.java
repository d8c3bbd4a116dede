package dev.laurel.leaderboard;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Asks the index, and the database where there is no index, where it is in doubt, and while Redis
 * is away. Blocks.
 */
@ApplicationScoped
class IndexReader {
  private static final Logger LOG = Logger.getLogger("laurel.leaderboard");

  private final BoardIndex index;
  private final IndexBuilder builder;
  private final IndexCheck check;
  private final IndexMetrics metrics;

  IndexReader(BoardIndex index, IndexBuilder builder, IndexCheck check, IndexMetrics metrics) {
    this.index = index;
    this.builder = builder;
    this.check = check;
    this.metrics = metrics;
  }

  <T> T read(
      Board board,
      Function<BoardIndex, CompletionStage<Optional<T>>> question,
      Supplier<T> fromDatabase) {
    if (check.isTrusted(board)) {
      var answer = ask(board, question);
      if (answer.isPresent()) {
        metrics.readFromIndex();
        return answer.get();
      }
    }
    metrics.readFromDatabase();
    return fromDatabase.get();
  }

  /** Has the index made anew. */
  void giveUp(Board board) {
    LOG.warnf("The index of %s is given up: it is not of this database", board.key());
    drop(board);
  }

  /** Does without the index until somebody asks for it again. */
  void drop(Board board) {
    index.drop(board);
  }

  private <T> Optional<T> ask(
      Board board, Function<BoardIndex, CompletionStage<Optional<T>>> question) {
    try {
      var answer = await(question.apply(index));
      if (answer.isEmpty()) {
        builder.request(board);
      }
      return answer;
    } catch (IndexUnavailableException e) {
      return Optional.empty();
    }
  }

  /** The answer of Redis; not to be called on its I/O threads. */
  static <T> T await(CompletionStage<T> answer) {
    try {
      return answer.toCompletableFuture().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }
}
