package dev.laurel.leaderboard.visibility;

/**
 * Whose names students see on a board; of the others they see pseudonyms. The names of the
 * constants are those of the wire and of the database.
 */
enum Names {
  everyone,
  /** Those of the first ranks. */
  top,
  /** Nobody's but their own. */
  anonymous
}
