package dev.laurel.leaderboard;

/** A user's points in hundredths, in the order of the board; the rank follows from the position. */
public record ScoredUser(String user, long points) {}
