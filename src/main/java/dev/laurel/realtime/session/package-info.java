/**
 * One open socket and all that every endpoint needs of it: states, sending, limits, heartbeat,
 * tokens, draining. May use {@code wire}, {@code frame} and {@code admission}, and knows neither
 * logs nor boards. Start reading at {@link dev.laurel.realtime.session.Session}, which shows the
 * states of a connection.
 */
package dev.laurel.realtime.session;
