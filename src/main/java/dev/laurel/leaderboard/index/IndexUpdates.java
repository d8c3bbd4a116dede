package dev.laurel.leaderboard.index;

import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.index.BoardIndex.Taken;
import dev.laurel.leaderboard.standing.StandingChange;
import dev.laurel.leaderboard.standing.StandingErased;
import dev.laurel.leaderboard.standing.StandingsChanged;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Brings what was committed into the index, and then tells the nodes what moved: whoever hears of
 * it finds it there.
 */
@ApplicationScoped
public class IndexUpdates {
  private final BoardIndex index;
  private final IndexChecker check;
  private final BoardChannel channel;

  IndexUpdates(BoardIndex index, IndexChecker check, BoardChannel channel) {
    this.index = index;
    this.check = check;
    this.channel = channel;
  }

  /**
   * Waits for the index, so that whoever is told of the commit finds in the index what was
   * committed. With Redis away that takes no longer than the time-out, and not each time.
   */
  public void onMoved(@Observes(during = TransactionPhase.AFTER_SUCCESS) StandingsChanged moved) {
    var updates =
        moved.byBoard().entrySet().stream()
            .map(board -> takeIn(board.getKey(), board.getValue()).toCompletableFuture())
            .toArray(CompletableFuture[]::new);
    CompletableFuture.allOf(updates).join();
  }

  /** As {@link #onMoved}; whoever stood below has moved up. */
  void onErased(@Observes(during = TransactionPhase.AFTER_SUCCESS) StandingErased erased) {
    var board = erased.board();
    index
        .erase(board, erased.user(), erased.version())
        .thenAccept(
            moves ->
                moves.ifPresentOrElse(
                    found -> channel.publish(board, found), () -> channel.publish(board)))
        .exceptionally(
            failure -> {
              check.doubt(board);
              channel.publish(board);
              return null;
            })
        .toCompletableFuture()
        .join();
  }

  private CompletionStage<Void> takeIn(Board board, List<StandingChange> changes) {
    return index
        .takeIn(board, changes)
        .thenAccept(taken -> publish(board, taken))
        .exceptionally(
            failure -> {
              check.doubt(board);
              channel.publish(board);
              return null;
            });
  }

  private void publish(Board board, Optional<Taken> taken) {
    taken.filter(result -> !result.tooOld().isEmpty()).ifPresent(result -> check.doubt(board));
    taken
        .map(Taken::moves)
        .ifPresentOrElse(
            moves -> {
              if (!moves.moves().isEmpty()) {
                channel.publish(board, moves);
              }
            },
            () -> channel.publish(board));
  }
}
