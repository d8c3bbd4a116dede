package dev.laurel.broadcast;

import dev.laurel.installation.InstallationKey;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The channels that have receivers on this node, by full name. The subscription connection keeps
 * Redis's subscriptions equal to them. Thread-safe; no lock is held while receivers or dependents
 * run.
 */
final class ChannelRegistry {
  private final ConcurrentMap<String, Channel> channels = new ConcurrentHashMap<>();
  private final InstallationKey key;
  private final Consumer<String> changed;
  private final Consumer<Throwable> receiverFailed;

  /**
   * @param changed called with each channel that may have to be subscribed or unsubscribed, on the
   *     caller's thread
   * @param receiverFailed called with the exceptions of receivers
   */
  ChannelRegistry(
      InstallationKey key, Consumer<String> changed, Consumer<Throwable> receiverFailed) {
    this.key = key;
    this.changed = changed;
    this.receiverFailed = receiverFailed;
  }

  Subscription subscribe(String name, Consumer<String> receiver) {
    Objects.requireNonNull(receiver, "receiver");
    var subscription = new Receiver(name, receiver);
    var channel =
        channels.compute(
            name,
            (key, present) -> {
              var joined = present == null ? new Channel() : present;
              joined.receivers.add(subscription);
              return joined;
            });
    if (channel.confirmed) {
      subscription.confirm();
    } else {
      changed.accept(name);
    }
    return subscription;
  }

  private void remove(Receiver subscription) {
    var name = subscription.channel;
    var left =
        channels.computeIfPresent(
            name,
            (key, channel) ->
                channel.receivers.remove(subscription) && channel.receivers.isEmpty()
                    ? null
                    : channel);
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
    channels.values().forEach(channel -> channel.confirmed = false);
  }

  /** The payload of a message; empty if no node of this installation has sent it. */
  Optional<String> open(String name, String sealed) {
    return key.open(name, sealed);
  }

  /** Passes the payload to the channel's receivers; false if it has none. */
  boolean deliver(String name, String payload) {
    var channel = channels.get(name);
    if (channel == null) {
      return false;
    }
    for (var subscription : channel.receivers) {
      try {
        subscription.receive(payload);
      } catch (Throwable thrown) {
        // Errors too: they would unwind into the parser of the shared connection.
        receiverFailed.accept(thrown);
      }
    }
    return true;
  }

  /** The receivers of one channel, and whether Redis has confirmed it on the current connection. */
  private static final class Channel {
    private final List<Receiver> receivers = new CopyOnWriteArrayList<>();
    private volatile boolean confirmed;

    void confirm() {
      // First the flag, then the list: a receiver that joins meanwhile is found in the list or sees
      // the flag.
      confirmed = true;
      receivers.forEach(Receiver::confirm);
    }
  }

  private final class Receiver implements Subscription {
    private final String channel;
    private final Consumer<String> payloads;
    private final CompletableFuture<Void> established = new CompletableFuture<>();
    private volatile boolean closed;

    Receiver(String channel, Consumer<String> payloads) {
      this.channel = channel;
      this.payloads = payloads;
    }

    void confirm() {
      established.complete(null);
    }

    void receive(String payload) {
      if (!closed) {
        payloads.accept(payload);
      }
    }

    @Override
    public CompletionStage<Void> established() {
      return established.minimalCompletionStage();
    }

    @Override
    public void close() {
      closed = true;
      remove(this);
      established.cancel(false);
    }
  }
}
