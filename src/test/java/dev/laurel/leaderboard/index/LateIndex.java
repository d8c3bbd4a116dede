package dev.laurel.leaderboard.index;

import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.standing.StandingChange;
import io.quarkus.arc.ClientProxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** An index that can hold back one board's changes for a while. Thread-safe. */
public class LateIndex extends BoardIndex {
  private final Board late;
  private final List<List<StandingChange>> heldBack = new ArrayList<>();
  private boolean holding;

  public LateIndex(Board late, BoardIndex index) {
    super(ClientProxy.unwrap(index).redis);
    this.late = late;
  }

  @Override
  public CompletionStage<Optional<List<String>>> apply(Board board, List<StandingChange> changes) {
    return board.equals(late) && holdBack(changes)
        ? CompletableFuture.completedFuture(Optional.of(List.of()))
        : super.apply(board, changes);
  }

  private synchronized boolean holdBack(List<StandingChange> changes) {
    return holding && heldBack.add(changes);
  }

  public synchronized void hold() {
    holding = true;
  }

  /** Ends the holding; the changes held back remain to be delivered. */
  public synchronized List<List<StandingChange>> release() {
    holding = false;
    var released = List.copyOf(heldBack);
    heldBack.clear();
    return released;
  }
}
