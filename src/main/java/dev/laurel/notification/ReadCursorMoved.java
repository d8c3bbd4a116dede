package dev.laurel.notification;

/**
 * Fired in a transaction that moves a user's read cursor.
 *
 * @param head as of the move
 */
record ReadCursorMoved(String user, LogHead head) {}
