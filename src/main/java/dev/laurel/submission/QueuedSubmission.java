package dev.laurel.submission;

import io.opentelemetry.api.trace.SpanContext;
import java.util.concurrent.CompletableFuture;

/**
 * A submission that waits for its transaction.
 *
 * @param trace the span of its request, the same object for all of a request; invalid if untraced
 * @param outcome completed after the commit
 */
record QueuedSubmission(
    SubmissionRequest request, SpanContext trace, CompletableFuture<Outcome> outcome) {}
