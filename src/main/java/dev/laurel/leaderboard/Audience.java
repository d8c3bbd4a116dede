package dev.laurel.leaderboard;

/** For whom a board is shown. All of an audience see the same, but for their own names. */
public enum Audience {
  /**
   * Sees names as the board's settings and their bearers allow, and frozen boards as they froze.
   */
  STUDENTS,
  /** Those who teach the class: see everything as it is. */
  STAFF
}
