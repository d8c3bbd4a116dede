package dev.laurel.achievement;

import dev.laurel.leaderboard.standing.Tally;

/**
 * The numbers of a user that a {@link Criterion} may measure.
 *
 * @param tally on the global board
 * @param streak in days
 */
record Progress(Tally tally, int streak) {}
