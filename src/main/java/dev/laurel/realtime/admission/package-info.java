/**
 * Decides which clients may open a socket, before there is one: limits, authentication, shutdown.
 * Uses the settings of realtime, {@code wire}, {@code security}, and {@code outage} and {@code
 * errors} for refusals; it knows no session. Start with {@link
 * dev.laurel.realtime.admission.UpgradeGate}, the first to see a request.
 */
package dev.laurel.realtime.admission;
