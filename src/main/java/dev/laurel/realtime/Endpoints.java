package dev.laurel.realtime;

/** The ids of the sockets' endpoints, by which metrics are labelled. */
public final class Endpoints {
  public static final String GAME = "game";
  public static final String LEADERBOARD = "leaderboard";

  private Endpoints() {}
}
