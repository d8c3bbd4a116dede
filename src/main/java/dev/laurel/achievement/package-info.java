/**
 * Awards achievements to users, and lets operators, and instructors for their classes, define,
 * grant and revoke them. Observes the events of submission, and uses its rooms criterion and level,
 * the results of submission, points, rules, streak, course, the standings of leaderboard, the log
 * of notification, audit, and rehearsal. Start with {@link dev.laurel.achievement.Definitions} and
 * {@link dev.laurel.achievement.Awards}.
 */
package dev.laurel.achievement;
