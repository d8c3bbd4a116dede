/**
 * Leaderboards: the global one, one per class, and one per season. Uses the packages below it,
 * {@code course} for memberships and {@code broadcast} for hints; sockets and submissions use it.
 * Start with {@link dev.laurel.leaderboard.Leaderboard}, which reads boards, and {@link
 * dev.laurel.leaderboard.standing.StandingOrder}, which decides ties.
 */
package dev.laurel.leaderboard;
