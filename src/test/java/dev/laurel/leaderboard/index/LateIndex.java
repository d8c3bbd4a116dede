package dev.laurel.leaderboard.index;

import dev.laurel.broadcast.BroadcastConfig;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.LeaderboardConfig;
import dev.laurel.leaderboard.standing.StandingChange;
import dev.laurel.outage.RedisWatch;
import io.vertx.redis.client.Redis;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The index, but what happens on one board can be kept from it for a while. Thread-safe. */
public class LateIndex extends BoardIndex {
  private static final Taken NOTHING = new Taken(new BoardMoves("none", 0, List.of()), List.of());

  private final Board late;
  private final List<List<StandingChange>> heldBack = new ArrayList<>();
  private boolean holding;

  public LateIndex(
      Board late,
      Redis redis,
      RedisWatch watch,
      BroadcastConfig broadcast,
      LeaderboardConfig config) {
    super(redis, watch, broadcast, config);
    this.late = late;
  }

  @Override
  public CompletionStage<Optional<Taken>> takeIn(Board board, List<StandingChange> changes) {
    return board.equals(late) && holdBack(changes)
        ? CompletableFuture.completedFuture(Optional.of(NOTHING))
        : super.takeIn(board, changes);
  }

  private synchronized boolean holdBack(List<StandingChange> changes) {
    return holding && heldBack.add(changes);
  }

  public synchronized void hold() {
    holding = true;
  }

  /** Ends the holding; what was held back has still to be delivered. */
  public synchronized List<List<StandingChange>> release() {
    holding = false;
    var released = List.copyOf(heldBack);
    heldBack.clear();
    return released;
  }
}
