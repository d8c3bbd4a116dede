package dev.laurel.leaderboard;

/** Why a page of a board is empty. The names are those of the wire. */
public enum Withheld {
  /** Fewer users are on the board than its class wants to be shown. */
  too_few,
  /** The class shows no ranks, but the distribution of points. */
  distribution
}
