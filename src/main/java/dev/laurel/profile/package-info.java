/**
 * Answers {@code GET /api/me}: a student's points, rank, streak, achievements and unread count.
 * Reads from the rooms that keep them, writes nothing, and no room depends on it. Start with {@code
 * MeResource}.
 */
package dev.laurel.profile;
