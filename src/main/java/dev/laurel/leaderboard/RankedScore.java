package dev.laurel.leaderboard;

/**
 * Points and rank of one user.
 *
 * @param rank 1 + the number of users with strictly more points
 */
public record RankedScore(long points, int rank) {}
