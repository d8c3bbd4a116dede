/**
 * Seasons: boards for a limited time that become final when they are closed. Uses the standings,
 * the index and the snapshots of visibility, all of leaderboard, and of other rooms {@code course}
 * and {@code audit}; it fires {@link dev.laurel.leaderboard.season.SeasonCleared} for rooms that
 * keep something for a season. Start with {@link dev.laurel.leaderboard.season.Seasons}, and with
 * {@link dev.laurel.leaderboard.season.SeasonClosing} for their end.
 */
package dev.laurel.leaderboard.season;
