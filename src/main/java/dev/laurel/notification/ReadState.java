package dev.laurel.notification;

/**
 * How far a user has read.
 *
 * @param count unread entries, absolute
 * @param readUpTo the last {@code seq} read, 0 for none
 */
public record ReadState(long count, long readUpTo) {
  static ReadState of(LogHead head) {
    return new ReadState(head.unread(), head.readUpTo());
  }
}
