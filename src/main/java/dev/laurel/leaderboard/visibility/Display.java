package dev.laurel.leaderboard.visibility;

/**
 * The views of a board that students may have. The names are those of the wire and of the database.
 */
public enum Display {
  /** Everybody's entry, in order. */
  ranks,
  /** Nobody's, but how many have how many points. */
  distribution
}
