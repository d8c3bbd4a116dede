package dev.laurel.notification;

/**
 * What there is of a user's log.
 *
 * @param firstSeq the oldest entry that has not been pruned; where there is none, the next to be
 *     written
 * @param lastSeq the newest entry ever written, 0 for none
 */
public record LogRange(long firstSeq, long lastSeq) {}
