package dev.laurel.outage;

/**
 * Fired when the database answers again after it did not. What failed to be read or written in
 * between can be tried again now.
 *
 * <p>It is an asynchronous CDI event: observe it with {@code @ObservesAsync}, on a worker thread
 * that may block.
 */
public record DatabaseRestored() {}
