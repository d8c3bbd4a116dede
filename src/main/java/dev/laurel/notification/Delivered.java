package dev.laurel.notification;

/**
 * What the sockets of a user have been told of the log.
 *
 * @param seq the last entry that all of them have
 * @param readUpTo the read cursor that all of them know
 */
public record Delivered(long seq, long readUpTo) {}
