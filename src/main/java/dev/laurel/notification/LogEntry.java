package dev.laurel.notification;

/**
 * One event of a user's log.
 *
 * @param seq 1, 2, 3 … for each user, without gaps
 * @param frame JSON as all clients get it, with {@code seq} and {@code sent_at}, without line
 *     breaks
 */
public record LogEntry(long seq, String frame) {}
