package dev.laurel.leaderboard;

/** The users who see a board alike, but for their own names. */
public enum Audience {
  /** See pseudonyms where the settings or other students want them, and frozen boards. */
  STUDENTS,
  /** The instructors of the class, who see all names and the live board. */
  STAFF
}
