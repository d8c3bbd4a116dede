/**
 * The criteria of achievements: counters, narrowed to some of a user's results, and combinations of
 * them. Uses submission with its results, the boards and standings of leaderboard, and errors; it
 * reads nothing from the database. Start with {@link dev.laurel.achievement.criterion.Criterion}
 * and {@link dev.laurel.achievement.criterion.Criteria}.
 */
package dev.laurel.achievement.criterion;
