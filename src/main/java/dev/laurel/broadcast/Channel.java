package dev.laurel.broadcast;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The receivers of one channel on this node, and whether Redis has confirmed the channel on the
 * present connection.
 */
final class Channel {
  private final List<LocalSubscription> subscriptions = new CopyOnWriteArrayList<>();
  private volatile boolean confirmed;

  void add(LocalSubscription subscription) {
    subscriptions.add(subscription);
  }

  boolean remove(LocalSubscription subscription) {
    return subscriptions.remove(subscription);
  }

  boolean isEmpty() {
    return subscriptions.isEmpty();
  }

  boolean isConfirmed() {
    return confirmed;
  }

  List<LocalSubscription> subscriptions() {
    return subscriptions;
  }

  void confirm() {
    // First the flag, then the list: whoever joins meanwhile is either found in the list or sees
    // the flag.
    confirmed = true;
    subscriptions.forEach(LocalSubscription::confirm);
  }

  void disconnected() {
    confirmed = false;
  }
}
