/**
 * One open socket and all that every endpoint needs of it: states, sending, limits, heartbeat,
 * tokens, draining; and what feeds share. Of realtime it uses {@code frame} and {@code admission},
 * of other rooms {@code wire} and the subscriptions of {@code broadcast}, and of leaderboard the
 * name of the board that a waiting frame shows; it knows nothing else of boards, and nothing of
 * logs. Start with {@link dev.laurel.realtime.session.Session}, which shows the states of a
 * connection, and {@link dev.laurel.realtime.session.Outbound}.
 */
package dev.laurel.realtime.session;
