package dev.laurel.broadcast;

import java.util.concurrent.CompletionStage;

/** One receiver's interest in one channel. Thread-safe. */
public interface Subscription extends AutoCloseable {

  /**
   * Completes when no later message is missed.
   *
   * @return completes when Redis has confirmed the channel (at once if it already has); stays
   *     pending through an outage until the channel is subscribed again; is cancelled ({@link
   *     java.util.concurrent.CancellationException}) by closing. Once completed it stays so: later
   *     outages are reported by {@link SubscriptionsRestored}. Dependents run on the I/O thread of
   *     the subscription connection and must not block
   */
  CompletionStage<Void> established();

  /**
   * Stops receiving; closing again does nothing. A call of the receiver that has begun may still be
   * running on the I/O thread, none begins afterwards. The last subscription of a channel to be
   * closed ends the one at Redis.
   */
  @Override
  void close();
}
