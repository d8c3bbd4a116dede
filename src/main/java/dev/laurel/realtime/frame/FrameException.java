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

  static FrameException invalidJson() {
    return of(ServerFrame.Code.invalid_json, "A frame must be a JSON object with a type.");
  }

  public static FrameException binary() {
    return of(
        ServerFrame.Code.invalid_json,
        "A frame must be JSON text; binary frames are not understood.");
  }

  public static FrameException unknownType() {
    return of(ServerFrame.Code.unknown_type, "This type is not known here.");
  }

  public static FrameException field(String field, String message) {
    return new FrameException(
        new ServerFrame.Failure(ServerFrame.Code.invalid_field, field + " " + message, field));
  }

  public static FrameException forbidden(String message) {
    return of(ServerFrame.Code.forbidden, message);
  }

  public static FrameException rateLimited() {
    return of(
        ServerFrame.Code.rate_limited, "Too many frames; some were ignored. Send fewer a second.");
  }

  public static FrameException unavailable() {
    return of(
        ServerFrame.Code.unavailable, "This cannot be answered at the moment. Try again later.");
  }

  public static FrameException withheld() {
    return of(
        ServerFrame.Code.unavailable,
        "The board of the class is frozen; so are its seasons, until it is thawed.");
  }

  private static FrameException of(ServerFrame.Code code, String message) {
    return new FrameException(new ServerFrame.Failure(code, message, null));
  }

  public ServerFrame.Failure failure() {
    return failure;
  }
}
