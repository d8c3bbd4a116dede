package dev.laurel.wire;

import io.quarkus.websockets.next.CloseReason;
import java.util.Arrays;

/**
 * The reasons for which the server closes a socket. They tell the client what to do: reconnect
 * (4400 to 4449) or stop (4450 to 4499), or poll until a place is free (4451). Others mean what RFC
 * 6455 says.
 */
public enum CloseCode {
  PROTOCOL_ERROR(1002, "protocol error"),
  TOO_BIG(1009, "message too big"),
  SERVER_ERROR(1011, "server error"),
  SERVICE_RESTART(1012, "service restart"),
  TOKEN_EXPIRED(4401, "token expired"),
  SLOW_CONSUMER(4408, "slow consumer"),
  RATE_LIMIT(4429, "rate limit"),
  ACCESS_REVOKED(4450, "access revoked"),
  TOO_MANY_CONNECTIONS(4451, "too many connections");

  private final CloseReason reason;

  CloseCode(int code, String message) {
    this.reason = new CloseReason(code, message);
  }

  public CloseReason reason() {
    return reason;
  }

  public int code() {
    return reason.getCode();
  }

  /** True if a code is of RFC 6455 or in this list. */
  public static boolean isKnown(int code) {
    return code >= 1000 && code < 1016
        || Arrays.stream(values()).anyMatch(known -> known.code() == code);
  }
}
