package dev.laurel.leaderboard.index;

/** Thrown when Redis does not answer, or not in time. */
final class IndexUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param cause null if nothing was asked, since Redis has just failed
   */
  IndexUnavailableException(Throwable cause) {
    super("Redis is away", cause);
  }
}
