package dev.laurel.leaderboard.visibility;

/**
 * Some of the users of a board.
 *
 * @param optedIn true for those who asked to be seen
 * @param section the section of the class whose members they are; null for the whole class
 */
public record Selection(boolean optedIn, String section) {
  /** True if it leaves nobody out. */
  public boolean isEverybody() {
    return !optedIn && section == null;
  }
}
