package dev.laurel.leaderboard.index;

import dev.laurel.broadcast.Broadcast;
import dev.laurel.broadcast.Message;
import dev.laurel.broadcast.Subscription;
import dev.laurel.leaderboard.Board;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Carries hints between nodes that a board has changed. */
@ApplicationScoped
public class BoardChannel {
  /** The payload of a hint that only standings have changed, and not how the board is shown. */
  private static final String STANDINGS = "standings";

  private static final String ANYTHING = "";

  /** The subscription of a season: to its own board, and to the one whose settings it shares. */
  private record SeasonSubscription(Subscription own, Subscription total) implements Subscription {
    @Override
    public CompletionStage<Void> established() {
      return own.established().thenCombine(total.established(), (first, second) -> first);
    }

    @Override
    public void close() {
      own.close();
      total.close();
    }
  }

  private final Broadcast broadcast;

  BoardChannel(Broadcast broadcast) {
    this.broadcast = broadcast;
  }

  /**
   * Listens to a board's hints, from when the subscription is established.
   *
   * @param listener called on an I/O thread, which it must not block
   */
  public Subscription subscribe(Board board, Runnable listener) {
    var own = broadcast.subscribe(board.channel(), payload -> listener.run());
    if (board.seasonId().isEmpty()) {
      return own;
    }
    var total =
        broadcast.subscribe(
            board.total().channel(),
            payload -> {
              if (!payload.equals(STANDINGS)) {
                listener.run();
              }
            });
    return new SeasonSubscription(own, total);
  }

  /** Publishes that anything about the board may have changed. */
  public void publish(Board board) {
    publish(board, ANYTHING);
  }

  /** Publishes that the index holds new standings. */
  public void publishStandings(Board board) {
    publish(board, STANDINGS);
  }

  private void publish(Board board, String payload) {
    broadcast.publish(List.of(new Message(board.channel(), payload)));
  }
}
