package dev.laurel.reconciliation;

import dev.laurel.leaderboard.Page.Player;

/**
 * What both sides have for somebody of a class.
 *
 * @param isStudent false for one of whom the other side has told since being no student any more
 * @param told null if the other side has said nothing
 * @param computed by Laurel; all zero without any results
 */
record StudentSides(Player user, boolean isStudent, Side told, Side computed) {
  /** The same with the rank of Laurel's points. */
  StudentSides withRank(int rank) {
    return new StudentSides(user, isStudent, told, computed.withRank(rank));
  }
}
