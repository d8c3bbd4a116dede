/**
 * Awards achievements to users, and lets instructors define them. Observes the events of
 * submission, and uses points, streak, the standings of leaderboard, the frames of notification,
 * and audit. Start with {@link dev.laurel.achievement.Criterion} and {@link
 * dev.laurel.achievement.Awards}.
 */
package dev.laurel.achievement;
