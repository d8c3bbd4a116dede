package dev.laurel.leaderboard.index;

/** Thrown when Redis does not answer, or not in time. */
final class IndexUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  IndexUnavailableException(String message) {
    super(message);
  }

  IndexUnavailableException(Throwable cause) {
    super(cause.getMessage(), cause);
  }
}
