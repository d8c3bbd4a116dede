/**
 * Carries hints between the nodes of an installation over Redis publish/subscribe, at most once.
 * Drops what no node of the installation has sent. Uses {@link dev.laurel.installation}, {@link
 * dev.laurel.outage} and the event loops of {@link dev.laurel.wire}, and knows neither users nor
 * sockets. Start with {@link dev.laurel.broadcast.Broadcast}, whose Javadoc is the contract; {@code
 * SubscriptionConnection} and {@code SubscriptionSupervisor} keep the subscriptions, and {@link
 * dev.laurel.broadcast.Replica} keeps a table in memory by them.
 */
package dev.laurel.broadcast;
