package dev.laurel.leaderboard.index;

import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.standing.StandingChange;
import dev.laurel.leaderboard.standing.StandingErased;
import dev.laurel.leaderboard.standing.StandingsChanged;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Applies committed changes to the indexes, and then publishes hints to the viewers' nodes. */
@ApplicationScoped
public class IndexUpdates {
  private final BoardIndex index;
  private final IndexChecker checker;
  private final BoardChannel channel;

  IndexUpdates(BoardIndex index, IndexChecker checker, BoardChannel channel) {
    this.index = index;
    this.checker = checker;
    this.channel = channel;
  }

  /**
   * Waits for the index, so that it holds the change before anybody learns of the commit. While
   * Redis is away, one caller in a second waits for the time-out, the others not at all.
   */
  public void onChanged(
      @Observes(during = TransactionPhase.AFTER_SUCCESS) StandingsChanged changed) {
    var updates =
        changed.byBoard().entrySet().stream()
            .map(board -> apply(board.getKey(), board.getValue()).toCompletableFuture())
            .toArray(CompletableFuture[]::new);
    CompletableFuture.allOf(updates).join();
  }

  private CompletionStage<Void> apply(Board board, List<StandingChange> changes) {
    return index
        .apply(board, changes)
        .thenAccept(
            applied -> {
              if (applied.isEmpty() || !applied.get().isEmpty()) {
                channel.publishStandings(board);
              }
            })
        .exceptionally(failure -> failed(board));
  }

  /** Waits like {@link #onChanged}. */
  void onErased(@Observes(during = TransactionPhase.AFTER_SUCCESS) StandingErased erased) {
    var board = erased.board();
    index
        .erase(board, erased.user(), erased.version())
        .thenRun(() -> channel.publishStandings(board))
        .exceptionally(failure -> failed(board))
        .toCompletableFuture()
        .join();
  }

  private Void failed(Board board) {
    checker.doubt(board);
    channel.publishStandings(board);
    return null;
  }
}
