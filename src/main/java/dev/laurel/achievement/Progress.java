package dev.laurel.achievement;

import dev.laurel.leaderboard.standing.Tally;

/**
 * All that criteria may ask about a user.
 *
 * @param collected over all classes
 * @param streak in days
 */
record Progress(Tally collected, int streak) {}
