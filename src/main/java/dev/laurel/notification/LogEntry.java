package dev.laurel.notification;

import java.time.Instant;

/**
 * One event of a user's log.
 *
 * @param seq 1, 2, 3 … for each user, without gaps
 * @param frame JSON as all clients get it, with {@code seq} and {@code sent_at}, without line
 *     breaks
 * @param sentAt when it was written; null if unknown
 */
public record LogEntry(long seq, String frame, Instant sentAt) {}
