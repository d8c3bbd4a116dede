package dev.laurel.leaderboard.visibility;

/**
 * Whose names students see on a board; the others have pseudonyms. The names of the constants are
 * those of the API and the database.
 */
public enum NamePolicy {
  everyone,
  /** Those of the first ranks. */
  top,
  /** Only their own. */
  anonymous
}
