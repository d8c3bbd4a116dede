package dev.laurel.notification;

/**
 * One event of a user's log.
 *
 * @param seq 1, 2, 3 … without a gap for each user
 * @param frame JSON text as it goes to every client, {@code seq} and {@code sent_at} included; has
 *     no line break
 */
public record LogEntry(long seq, String frame) {}
