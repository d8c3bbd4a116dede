/**
 * The leaderboard socket: pushes boards and rank changes to those who look at them. Uses sessions
 * and frames, and reads boards through {@link dev.laurel.leaderboard.Leaderboard} alone. Start with
 * {@link dev.laurel.realtime.board.LeaderboardSocket} for what clients send, and with {@link
 * dev.laurel.realtime.board.BoardFeed} for what they are sent.
 */
package dev.laurel.realtime.board;
