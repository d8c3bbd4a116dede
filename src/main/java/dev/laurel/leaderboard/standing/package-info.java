/**
 * The points of users on boards, in PostgreSQL: changed in the transactions of submissions, read by
 * the index and by boards without one. Of leaderboard it uses the seasons for which boards there
 * are, and the snapshots of visibility when a user is erased or a board is to be frozen; of other
 * rooms {@code course} for who is listed. Start with {@link
 * dev.laurel.leaderboard.standing.Standings}; {@link dev.laurel.leaderboard.standing.StandingOrder}
 * decides ties.
 */
package dev.laurel.leaderboard.standing;
