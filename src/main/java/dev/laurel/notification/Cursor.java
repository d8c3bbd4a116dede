package dev.laurel.notification;

import dev.laurel.errors.ProblemException;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * The last entry of a user's log that a client has. PostgreSQL may lose its last entries, in a
 * failover or when a backup is restored, and others then get their numbers. {@code sentAt} tells
 * them apart.
 *
 * @param seq the last entry the client has, 0 for none
 * @param sentAt the {@code sent_at} of that entry; null if the client does not say
 */
public record Cursor(String user, long seq, Instant sentAt) {

  /**
   * Parses the parameter {@code sent_at} of a request.
   *
   * @param text null or empty if the client does not say
   * @throws ProblemException 400, if it is no instant
   */
  public static Instant sentAt(String text) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw ProblemException.badRequest("sent_at", "must be the sent_at of an event, unchanged");
    }
  }

  /** True if an entry that was written at {@code other} may be the one that the client has. */
  public boolean mayBe(Instant other) {
    return sentAt == null || other != null && sentAt.toEpochMilli() == other.toEpochMilli();
  }
}
