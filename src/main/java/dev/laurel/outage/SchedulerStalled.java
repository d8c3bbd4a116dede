package dev.laurel.outage;

/**
 * Fired about once a second while the clock is behind a time it has already shown: jobs of the
 * scheduler wait until the clock has caught up, which may be hours after it was set back. Jobs that
 * must not wait observe this event and run out of turn.
 *
 * <p>It is an asynchronous CDI event: observe it with {@code @ObservesAsync}, on a worker thread
 * that may block. Nothing is fired while the observers of the event before are still at work.
 */
public record SchedulerStalled() {}
