/**
 * Named levels of points, of everybody or of a class, and the event that a user has reached one.
 * Observes the events of submission and of its results, and uses the standings of leaderboard, the
 * frames of notification, course, audit, rehearsal and security. Start with {@link
 * dev.laurel.achievement.level.Levels} and {@code LevelUps}.
 */
package dev.laurel.achievement.level;
