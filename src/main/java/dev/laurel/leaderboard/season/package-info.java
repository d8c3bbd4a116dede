/**
 * Seasons: boards for a limited time that become final when they are closed. Uses standings and
 * snapshots, and of other rooms {@code course} and {@code audit}; it fires {@link
 * dev.laurel.leaderboard.season.SeasonCleared} for those that keep something for a season. Start
 * with {@link dev.laurel.leaderboard.season.SeasonClosing}.
 */
package dev.laurel.leaderboard.season;
