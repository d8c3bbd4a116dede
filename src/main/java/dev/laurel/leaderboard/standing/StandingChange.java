package dev.laurel.leaderboard.standing;

import dev.laurel.leaderboard.Board;
import java.time.Instant;

/**
 * One standing after a change.
 *
 * @param version greater than before the change
 * @param points in hundredths
 * @param reachedAt decides between equal points, see {@link StandingOrder}; in whole milliseconds
 * @param listed whether the user is shown on the board
 * @param changedAt the node's clock at the change
 */
public record StandingChange(
    Board board,
    String user,
    long version,
    long points,
    Instant reachedAt,
    boolean listed,
    Instant changedAt) {}
