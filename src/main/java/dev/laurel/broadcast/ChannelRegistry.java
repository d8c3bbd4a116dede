package dev.laurel.broadcast;

import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/**
 * The channels this node wants, by their full names: the truth that the subscription connection
 * follows. Thread-safe; no lock is held while receivers or dependents run.
 */
final class ChannelRegistry {
  private final ConcurrentMap<String, Channel> channels = new ConcurrentHashMap<>();
  private final Consumer<String> changed;
  private final Consumer<Throwable> receiverFailed;

  /**
   * @param changed told the name of each channel that may have to be subscribed or unsubscribed, on
   *     the caller's thread
   * @param receiverFailed told what receivers throw
   */
  ChannelRegistry(Consumer<String> changed, Consumer<Throwable> receiverFailed) {
    this.changed = changed;
    this.receiverFailed = receiverFailed;
  }

  Subscription subscribe(String name, Consumer<String> receiver) {
    Objects.requireNonNull(receiver, "receiver");
    var subscription = new LocalSubscription(this, name, receiver);
    var channel =
        channels.compute(
            name,
            (key, present) -> {
              var joined = present == null ? new Channel() : present;
              joined.add(subscription);
              return joined;
            });
    if (channel.isConfirmed()) {
      subscription.confirm();
    } else {
      changed.accept(name);
    }
    return subscription;
  }

  void remove(LocalSubscription subscription) {
    var name = subscription.channel();
    var left =
        channels.computeIfPresent(
            name,
            (key, channel) -> channel.remove(subscription) && channel.isEmpty() ? null : channel);
    if (left == null) {
      changed.accept(name);
    }
  }

  boolean wants(String name) {
    return channels.containsKey(name);
  }

  Set<String> names() {
    return Set.copyOf(channels.keySet());
  }

  int size() {
    return channels.size();
  }

  void confirm(String name) {
    var channel = channels.get(name);
    if (channel != null) {
      channel.confirm();
    }
  }

  void disconnected() {
    channels.values().forEach(Channel::disconnected);
  }

  /** Hands the payload to the receivers of the channel; false when it has none. */
  boolean deliver(String name, String payload) {
    var channel = channels.get(name);
    if (channel == null) {
      return false;
    }
    for (var subscription : channel.subscriptions()) {
      deliver(subscription, payload);
    }
    return true;
  }

  private void deliver(LocalSubscription subscription, String payload) {
    try {
      subscription.receive(payload);
    } catch (Throwable thrown) {
      // Errors too: they would unwind into the parser of the connection that everybody shares.
      receiverFailed.accept(thrown);
    }
  }
}
