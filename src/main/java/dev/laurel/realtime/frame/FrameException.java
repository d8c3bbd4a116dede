package dev.laurel.realtime.frame;

import java.io.Serial;

/** A client's frame cannot be served. The client gets an error frame, and may continue. */
public final class FrameException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient ServerFrame.Failure failure;

  private FrameException(ServerFrame.Failure failure) {
    super(failure.message());
    this.failure = failure;
  }

  public FrameException(ServerFrame.Code code, String message) {
    this(new ServerFrame.Failure(code, message));
  }

  public static FrameException field(String field, String message) {
    return new FrameException(
        new ServerFrame.Failure(ServerFrame.Code.invalid_field, field + " " + message, field));
  }

  public ServerFrame.Failure failure() {
    return failure;
  }
}
