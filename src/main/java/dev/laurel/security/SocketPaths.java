package dev.laurel.security;

/**
 * The paths of the sockets, with or without a trailing slash. Only paths below {@link #ROOT} accept
 * a token or a ticket in the query.
 */
public final class SocketPaths {
  /** The prefix of all sockets. */
  public static final String ROOT = "/ws/";

  /** Personal events. */
  public static final String GAME = ROOT + "game";

  /** Boards and ranks. */
  public static final String LEADERBOARD = ROOT + "leaderboard";

  private SocketPaths() {}

  static boolean contain(String normalizedPath) {
    return normalizedPath.startsWith(ROOT);
  }
}
