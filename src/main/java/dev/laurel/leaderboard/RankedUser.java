package dev.laurel.leaderboard;

/**
 * A user of a {@link BoardSlice}.
 *
 * @param points in hundredths
 * @param rank 1 + the number of users with strictly more points
 * @param tied whether another user of the board has the same points
 */
public record RankedUser(String user, long points, int rank, boolean tied) {}
