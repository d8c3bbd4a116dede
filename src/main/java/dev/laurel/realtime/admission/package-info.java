/**
 * Decides which clients may open a socket, before there is one: limits, authentication, shutdown.
 * May use {@code wire} and {@code security}, and knows no session. Start reading at {@link
 * dev.laurel.realtime.admission.UpgradeGate}, the first to see a request.
 */
package dev.laurel.realtime.admission;
