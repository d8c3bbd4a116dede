/**
 * The indexes of boards in Redis: sorted sets that are kept up to date after each commit, checked
 * against the standings in PostgreSQL, lately changed ones every two seconds and all others more
 * slowly, and rebuilt from them. Uses the standings and boards of leaderboard, and broadcast, and
 * nothing of the packages for visibility, seasons or sockets. Start with {@link
 * dev.laurel.leaderboard.index.BoardIndex} and {@link dev.laurel.leaderboard.index.ScoreEncoding};
 * {@code lua/board/common.lua} has the layout in Redis.
 */
package dev.laurel.leaderboard.index;
