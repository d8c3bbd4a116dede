package dev.laurel.leaderboard.index;

import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.standing.StandingChange;
import dev.laurel.leaderboard.standing.StandingsChanged;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Records all changes of standings, so that a test can send them again. */
@ApplicationScoped
public class CommittedChanges {
  private final Map<Board, List<StandingChange>> changes = new ConcurrentHashMap<>();

  void onChanged(@Observes(during = TransactionPhase.AFTER_SUCCESS) StandingsChanged changed) {
    changed
        .byBoard()
        .forEach(
            (board, of) ->
                changes.computeIfAbsent(board, any -> new CopyOnWriteArrayList<>()).addAll(of));
  }

  public List<StandingChange> of(Board board) {
    return changes.getOrDefault(board, List.of());
  }
}
