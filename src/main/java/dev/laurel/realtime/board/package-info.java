/**
 * The leaderboard socket: pushes boards and rank changes to those who look at them. Of realtime it
 * uses sessions and frames; it reads boards through {@link dev.laurel.leaderboard.Leaderboard},
 * uses season and course for which boards a user may follow, the channel of the index and {@code
 * broadcast} for hints, and close codes of {@code wire}. Start with {@link
 * dev.laurel.realtime.board.LeaderboardSocket} for what clients send, and with {@link
 * dev.laurel.realtime.board.BoardFeed} for what they are sent.
 */
package dev.laurel.realtime.board;
