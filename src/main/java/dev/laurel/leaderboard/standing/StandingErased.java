package dev.laurel.leaderboard.standing;

import dev.laurel.leaderboard.Board;

/**
 * Fired in the transaction that erases a user, for each board on which there was a standing.
 *
 * @param version greater than all that the standing had
 */
public record StandingErased(Board board, String user, long version) {}
