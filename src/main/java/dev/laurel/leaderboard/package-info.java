/**
 * Leaderboards: the global one, one per class, one per section of a class, one of its teams, and
 * one per season. Uses the packages below it, {@code standing}, {@code index}, {@code season} and
 * {@code visibility}, and {@code course} for memberships and {@code team}s; sockets and the rules
 * of submissions use it. Start with {@link dev.laurel.leaderboard.Leaderboard}, which reads boards.
 */
package dev.laurel.leaderboard;
