package dev.laurel.broadcast;

/** Messages were not published, or it is unknown whether they were. */
public final class BroadcastException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BroadcastException(String message) {
    super(message);
  }

  BroadcastException(String message, Throwable cause) {
    super(message, cause);
  }
}
