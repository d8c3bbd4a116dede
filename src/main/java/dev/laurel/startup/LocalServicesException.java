package dev.laurel.startup;

/**
 * Local services cannot be started. The message is one line for the person who starts the service.
 */
public final class LocalServicesException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LocalServicesException(String message) {
    super(message);
  }

  public LocalServicesException(String message, Throwable cause) {
    super(message, cause);
  }
}
