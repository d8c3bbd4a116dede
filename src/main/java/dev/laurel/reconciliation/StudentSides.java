package dev.laurel.reconciliation;

import dev.laurel.leaderboard.Page.Player;

/**
 * The numbers of both sides for somebody of a class.
 *
 * @param isStudent false for one of whom the other side has reported since being no student any
 *     more
 * @param reported null if the other side has said nothing
 * @param computed by Laurel; all zero without any results
 */
record StudentSides(Player user, boolean isStudent, Side reported, Side computed) {
  /** The same with the rank of Laurel's points. */
  StudentSides withRank(int rank) {
    return new StudentSides(user, isStudent, reported, computed.withRank(rank));
  }
}
