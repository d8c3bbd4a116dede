package dev.laurel.security;

/**
 * The paths of the sockets, with or without a trailing slash. Only below {@link #ROOT} may a token
 * or a ticket stand in the query.
 */
public final class SocketPaths {
  /** Everything below is a socket. */
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
