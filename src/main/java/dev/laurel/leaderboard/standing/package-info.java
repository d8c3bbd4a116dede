/**
 * Standings: the row of each user on each board, in PostgreSQL, from which everything about
 * boards can be rebuilt. Other rooms change them only through {@link Standings}, with the user
 * locked. Start there.
 */
package dev.laurel.leaderboard.standing;
