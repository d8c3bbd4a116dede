package dev.laurel.leaderboard.visibility;

import java.time.Instant;

/**
 * How a board is shown to students.
 *
 * @param top down to which rank names are shown, with {@link Names#top}
 * @param pseudonymKey what pseudonyms are made with; a secret, null where there are none
 * @param freezeAt when the board is to be frozen, or was; null while it is not to be
 * @param frozen whether what students see has been set aside
 * @param frozenVersion the board's version then
 * @param revision the number of changes to what is shown, other than of standings
 */
public record BoardSettings(
    Names names,
    int top,
    String pseudonymKey,
    Instant freezeAt,
    boolean frozen,
    long frozenVersion,
    long revision) {
  static final BoardSettings DEFAULT =
      new BoardSettings(Names.everyone, 10, null, null, false, 0, 0);

  /** Whether the moment has come at which the board was to be frozen, and nobody has done it. */
  boolean isFreezeDue(Instant now) {
    return !frozen && freezeAt != null && !freezeAt.isAfter(now);
  }
}
