package dev.laurel.outage;

/**
 * Fired when the database answers again after an outage. Failed reads and writes can be repeated
 * now.
 *
 * <p>It is an asynchronous CDI event: observe it with {@code @ObservesAsync}, on a worker thread
 * that may block.
 */
public record DatabaseRestored() {}
