package dev.laurel.leaderboard.standing;

import dev.laurel.leaderboard.Board;
import java.time.Instant;

/**
 * What a transaction made of one standing.
 *
 * @param versionBefore the standing's version before the transaction, 0 if there was none
 * @param version greater than the one before
 * @param reachedAt decides between equals; in whole milliseconds
 * @param listed whether the user is to be seen on the board
 * @param changedAt the clock of the node, at the change
 */
public record StandingChange(
    Board board,
    String user,
    long versionBefore,
    long version,
    long points,
    Instant reachedAt,
    boolean listed,
    Instant changedAt) {

  /** The same for who knows that the version before has been dealt with. */
  public StandingChange alone() {
    return new StandingChange(board, user, version, version, points, reachedAt, listed, changedAt);
  }

  /** This change and a later one of the same standing, as one. */
  StandingChange then(StandingChange later) {
    return new StandingChange(
        board,
        user,
        versionBefore,
        later.version,
        later.points,
        later.reachedAt,
        later.listed,
        later.changedAt);
  }
}
