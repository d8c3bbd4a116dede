package dev.laurel.broadcast;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** A receiver on this node. */
final class LocalSubscription implements Subscription {
  private final ChannelRegistry registry;
  private final String channel;
  private final Consumer<String> receiver;
  private final CompletableFuture<Void> established = new CompletableFuture<>();
  private volatile boolean closed;

  LocalSubscription(ChannelRegistry registry, String channel, Consumer<String> receiver) {
    this.registry = registry;
    this.channel = channel;
    this.receiver = receiver;
  }

  String channel() {
    return channel;
  }

  void confirm() {
    established.complete(null);
  }

  void receive(String payload) {
    if (!closed) {
      receiver.accept(payload);
    }
  }

  @Override
  public CompletionStage<Void> established() {
    return established.minimalCompletionStage();
  }

  @Override
  public void close() {
    closed = true;
    registry.remove(this);
    established.cancel(false);
  }
}
