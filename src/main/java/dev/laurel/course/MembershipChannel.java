package dev.laurel.course;

import dev.laurel.broadcast.Broadcast;
import dev.laurel.broadcast.Message;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;

/** Publishes changes of memberships to all nodes, after the commit. */
@ApplicationScoped
public class MembershipChannel {
  private final Broadcast broadcast;

  MembershipChannel(Broadcast broadcast) {
    this.broadcast = broadcast;
  }

  /** The channel of a user's changed memberships; its messages are empty. */
  public static String name(String user) {
    return "memberships:" + user;
  }

  void publish(@Observes(during = TransactionPhase.AFTER_SUCCESS) MembershipsChanged change) {
    broadcast.publish(change.users().stream().map(user -> new Message(name(user), "")).toList());
  }
}
