/**
 * Decides how students see boards: names or pseudonyms, the live board or a snapshot. Of
 * leaderboard it uses the standings, the seasons, and the channel of the index to announce changes;
 * of other rooms {@code course} and {@code audit}. Start with {@link
 * dev.laurel.leaderboard.visibility.Players} and {@link
 * dev.laurel.leaderboard.visibility.Pseudonyms} for names, and with {@link
 * dev.laurel.leaderboard.visibility.Snapshots} for frozen and final boards.
 */
package dev.laurel.leaderboard.visibility;
