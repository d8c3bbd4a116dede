package dev.laurel.leaderboard;

import dev.laurel.broadcast.Broadcast;
import dev.laurel.broadcast.Message;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;

/** Tells the nodes, after a commit, which boards changed. */
@ApplicationScoped
class BoardChannel {
  private final Broadcast broadcast;

  BoardChannel(Broadcast broadcast) {
    this.broadcast = broadcast;
  }

  void publish(@Observes(during = TransactionPhase.AFTER_SUCCESS) StandingsMoved moved) {
    broadcast.publish(
        moved.boards().stream().map(board -> new Message(board.channel(), "")).toList());
  }
}
