/**
 * Decides what students see of a board: names or pseudonyms, live or frozen. It may read
 * standings and keeps settings and snapshots of its own. Start with {@link BoardSettings}, then
 * {@link Pseudonyms}.
 */
package dev.laurel.leaderboard.visibility;
