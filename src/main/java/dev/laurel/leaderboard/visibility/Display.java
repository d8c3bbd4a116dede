package dev.laurel.leaderboard.visibility;

/** What students see of a board. The names are those of the wire and of the database. */
public enum Display {
  /** Everybody's entry, in order. */
  ranks,
  /** Nobody's, but how many have how many points. */
  distribution
}
