/**
 * Decides how students see boards: names or pseudonyms, the live board or a snapshot. Uses the
 * tables of standings, memberships and learners in its queries, and the channel of boards to
 * announce changes. Start with {@link dev.laurel.leaderboard.visibility.Pseudonyms} for names and
 * {@link dev.laurel.leaderboard.visibility.Snapshots} for frozen and final boards.
 */
package dev.laurel.leaderboard.visibility;
