package dev.laurel.leaderboard;

/**
 * Fired in the transaction that erases a user, for each board on which there was a standing.
 *
 * @param version greater than all that the standing had
 */
record StandingErased(Board board, String user, long version) {}
