package dev.laurel.broadcast;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Carries hints between the nodes of an installation, over Redis publish/subscribe.
 *
 * <p><b>Delivery is at most once.</b> A message reaches the receivers that are subscribed at the
 * moment Redis handles it; while a connection is down, messages are lost without notice. After such
 * a loss {@link SubscriptionsRestored} is fired, and receivers that must not miss anything
 * reconcile with the database.
 *
 * <p><b>Origin.</b> Only messages that a node of this installation has sent for the same channel
 * are delivered. Others who can use Redis may repeat them, hold them back, and read them.
 *
 * <p><b>Order.</b> Receivers of a channel see the messages of one node in the order in which that
 * node published them. Between nodes, and around a failed publication (which may still arrive
 * late), there is no order.
 *
 * <p><b>Cost.</b> A node asks Redis only for the channels that have a receiver on it; a message on
 * any other channel never reaches it.
 *
 * <p>All methods may be called from any thread and never block.
 */
public interface Broadcast {

  /**
   * Publishes the messages in the given order, pipelined.
   *
   * <p>Redis being away fails the stage soon, at the latest after {@link
   * BroadcastConfig#publishTimeout()}; nothing is kept for later. The result does not say who
   * received the messages. The caller may drop the result: failures are counted, and logged once
   * per outage.
   *
   * @return completes when Redis has answered for all messages, or with a {@link
   *     BroadcastException} when at least one of them may not have been published; dependents run
   *     on an I/O thread and must not block
   */
  CompletionStage<Void> publish(List<Message> messages);

  /**
   * Starts receiving. Subscriptions of the same channel share one subscription at Redis and are
   * served in the order in which they were made. Messages published before {@link
   * Subscription#established()} completes may be missed.
   *
   * @param channel the channel's exact name, without the installation's prefix
   * @param receiver called with each payload, one at a time, on the I/O thread of the subscription
   *     connection, which it must not block; what it throws is logged and counted, and disturbs
   *     nobody else
   */
  Subscription subscribe(String channel, Consumer<String> receiver);

  /**
   * True if publishing or receiving has failed and not worked since. Then hints may be late or
   * lost, and no {@link SubscriptionsRestored} follows for those that this node could not publish.
   */
  boolean isImpaired();

  /** True if the first attempt to subscribe has ended, successful or not. */
  boolean hasTriedToSubscribe();
}
