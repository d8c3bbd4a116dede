package dev.laurel.leaderboard.standing;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.laurel.leaderboard.Board;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Fired once in a transaction that changes standings, at the first change, and filled until the
 * transaction ends. Observers therefore wait for {@code AFTER_SUCCESS}.
 */
public final class StandingsChanged {
  private final Map<Standing.Key, StandingChange> changes = new LinkedHashMap<>();

  public void add(StandingChange change) {
    changes.put(new Standing.Key(change.board().key(), change.user()), change);
  }

  /** The changes, one per standing. */
  public Map<Board, List<StandingChange>> byBoard() {
    return changes.values().stream()
        .collect(groupingBy(StandingChange::board, LinkedHashMap::new, toList()));
  }
}
