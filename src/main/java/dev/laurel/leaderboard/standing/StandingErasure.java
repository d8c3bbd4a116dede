package dev.laurel.leaderboard.standing;

import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.visibility.Snapshots;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;

/**
 * Erases a user's standings. Snapshots and final boards keep the row without the user's name; on
 * boards that are still open, everybody below moves up.
 */
@ApplicationScoped
public class StandingErasure {
  private final Snapshots snapshots;
  private final Event<StandingErased> erasures;

  StandingErasure(Snapshots snapshots, Event<StandingErased> erasures) {
    this.snapshots = snapshots;
    this.erasures = erasures;
  }

  /** Erases the standings of a user, who must be locked. Blocks. */
  @Transactional(TxType.MANDATORY)
  public void erase(String user) {
    snapshots.erase(user);
    // Ordered, since other erasures wait for the rows that the boards keep of erased users.
    var standings = Standing.<Standing>list("userId = ?1 order by board", user);
    Standing.delete("userId", user);
    for (var standing : standings) {
      long version = standing.version + 1;
      BoardErasure.add(standing.board, version);
      erasures.fire(new StandingErased(new Board(standing.board), user, version));
    }
  }
}
