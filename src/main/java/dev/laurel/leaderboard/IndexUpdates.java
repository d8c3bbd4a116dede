package dev.laurel.leaderboard;

import dev.laurel.leaderboard.BoardIndex.Taken;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.util.List;
import java.util.Optional;

/**
 * Brings what was committed into the index, and then tells the nodes what moved: whoever hears of
 * it finds it there.
 */
@ApplicationScoped
class IndexUpdates {
  private final BoardIndex index;
  private final IndexCheck check;
  private final BoardChannel channel;

  IndexUpdates(BoardIndex index, IndexCheck check, BoardChannel channel) {
    this.index = index;
    this.check = check;
    this.channel = channel;
  }

  void onMoved(@Observes(during = TransactionPhase.AFTER_SUCCESS) StandingsMoved moved) {
    moved.byBoard().forEach(this::takeIn);
  }

  private void takeIn(Board board, List<StandingChange> changes) {
    index
        .takeIn(board, changes)
        .whenComplete(
            (taken, failure) -> {
              if (failure != null) {
                check.doubt(board);
                channel.publish(board);
              } else {
                publish(board, taken);
              }
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
