package dev.laurel.leaderboard.visibility;

/** The ways to score a team. The names are those of the wire and of the database. */
public enum TeamScore {
  /** The mean of its members' points. */
  mean,
  /** The sum that they would have in a team as large as the largest of the class. */
  sum
}
