package dev.laurel.notification;

/**
 * A place in a user's log.
 *
 * @param seq the entry before it, 0 for the beginning
 */
public record LogPlace(String user, long seq) {}
