package dev.laurel.course;

import dev.laurel.broadcast.Broadcast;
import dev.laurel.broadcast.Message;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;

/** Tells the nodes, after a commit, whose memberships changed. */
@ApplicationScoped
public class MembershipChannel {
  private final Broadcast broadcast;

  MembershipChannel(Broadcast broadcast) {
    this.broadcast = broadcast;
  }

  /**
   * The channel on which nodes hear, with an empty payload, that the user's memberships changed.
   */
  public static String name(String user) {
    return "memberships:" + user;
  }

  void publish(@Observes(during = TransactionPhase.AFTER_SUCCESS) MembershipsChanged change) {
    broadcast.publish(change.users().stream().map(user -> new Message(name(user), "")).toList());
  }
}
