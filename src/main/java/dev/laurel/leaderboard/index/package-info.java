/**
 * The indexes of boards in Redis: sorted sets that are kept up to date after each commit, checked
 * against the standings in PostgreSQL and rebuilt from them. Uses the standings and broadcast, and
 * nothing of seasons, visibility or sockets. Start with {@link
 * dev.laurel.leaderboard.index.BoardIndex}, with {@code lua/board/common.lua} for the layout in
 * Redis, and with {@link dev.laurel.leaderboard.index.ScoreEncoding} for the order of ties.
 */
package dev.laurel.leaderboard.index;
