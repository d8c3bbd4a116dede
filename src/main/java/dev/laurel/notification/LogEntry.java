package dev.laurel.notification;

import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * One event of a user's log.
 *
 * @param seq 1, 2, 3 … without a gap for each user
 * @param frame JSON text as it goes to every client, {@code seq} and {@code sent_at} included; has
 *     no line break
 */
public record LogEntry(long seq, String frame) {
  private static final String SENT_AT = "\"sent_at\":\"";
  private static final int END = "\"}".length();

  /**
   * When it was written to the log, in milliseconds since the epoch; 0 when the frame does not end
   * with it, as all of the log do.
   */
  public long writtenAt() {
    int start = frame.lastIndexOf(SENT_AT);
    if (start < 0) {
      return 0;
    }
    try {
      return Instant.parse(frame.substring(start + SENT_AT.length(), frame.length() - END))
          .toEpochMilli();
    } catch (DateTimeParseException | StringIndexOutOfBoundsException e) {
      return 0;
    }
  }
}
