package dev.laurel.leaderboard.visibility;

import java.time.Instant;

/**
 * How a board is shown to students.
 *
 * @param top the last rank whose name is shown, with {@link Names#top}
 * @param pseudonymKey the secret that pseudonyms are made with; null if there are none
 * @param freezeAt when the board is to be frozen, or was; null while it is not to be
 * @param frozen whether students see a snapshot
 * @param frozenVersion the board's version in the snapshot
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

  /** True if the moment has come at which the board was to be frozen, and no node has done it. */
  boolean isFreezeDue(Instant now) {
    return !frozen && freezeAt != null && !freezeAt.isAfter(now);
  }
}
