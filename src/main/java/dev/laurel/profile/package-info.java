/**
 * Answers {@code GET /api/me}: a student's points, rank, streak, achievements and unread count.
 * Reads from streak, achievement with its levels (achievement.level), notification, course, and
 * leaderboard with its standings, writes nothing, and no room depends on it. Start with {@code
 * MeResource}.
 */
package dev.laurel.profile;
