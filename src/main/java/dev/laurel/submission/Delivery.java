package dev.laurel.submission;

import io.opentelemetry.api.trace.SpanContext;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Submissions that were handed in together and are answered together. Thread-safe. */
public final class Delivery {
  /** One of them, at its place. */
  public record Item(Delivery delivery, int place, SubmissionRequest request) {
    void settle(Outcome outcome) {
      delivery.settle(place, outcome);
    }

    void fail(Throwable failure) {
      delivery.outcomes.completeExceptionally(failure);
    }
  }

  private final SpanContext trace;
  private final Outcome[] settled;
  private final AtomicInteger missing;
  private final CompletableFuture<List<Outcome>> outcomes = new CompletableFuture<>();

  /**
   * @param trace the span in which they were handed in; not valid if that is not traced
   */
  Delivery(int size, SpanContext trace) {
    this.trace = trace;
    settled = new Outcome[size];
    missing = new AtomicInteger(size);
    if (size == 0) {
      outcomes.complete(List.of());
    }
  }

  private void settle(int place, Outcome outcome) {
    settled[place] = outcome;
    if (missing.decrementAndGet() == 0) {
      outcomes.complete(Arrays.asList(settled));
    }
  }

  public SpanContext trace() {
    return trace;
  }

  CompletableFuture<List<Outcome>> outcomes() {
    return outcomes;
  }
}
