package dev.laurel.broadcast;

import java.time.Duration;

/**
 * Fired when the subscription connection had been lost (or could not be made at start-up) and every
 * channel is subscribed again. Messages published in between are lost on this node: observers that
 * must not miss anything reconcile now.
 *
 * <p>It is an asynchronous CDI event: observe it with {@code @ObservesAsync}, on a worker thread
 * that may block. {@link Subscription#established()} of the subscriptions made during the outage
 * completes before it is fired.
 *
 * @param channels how many channels this node is subscribed to now
 * @param outage from noticing the loss until the last channel was confirmed
 */
public record SubscriptionsRestored(int channels, Duration outage) {}
