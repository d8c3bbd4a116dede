package dev.laurel.submission;

import dev.laurel.submission.grading.SubmissionTransaction;
import dev.laurel.submission.grading.TransactionTraces;
import io.opentelemetry.api.trace.Tracer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;

/** Commits submissions in the order in which they come, one transaction at a time. Thread-safe. */
final class SubmissionWriter {
  private final SubmissionTransaction transaction;
  private final Executor executor;
  private final int most;
  private final SubmissionMetrics metrics;
  private final Tracer tracer;
  private final Queue<Delivery.Item> waiting = new ArrayDeque<>();
  private boolean writing;

  /**
   * @param most how many submissions may share a transaction
   */
  SubmissionWriter(
      SubmissionTransaction transaction,
      Executor executor,
      int most,
      SubmissionMetrics metrics,
      Tracer tracer) {
    this.transaction = transaction;
    this.executor = executor;
    this.most = most;
    this.metrics = metrics;
    this.tracer = tracer;
  }

  void add(List<Delivery.Item> items) {
    synchronized (this) {
      waiting.addAll(items);
      if (writing) {
        return;
      }
      writing = true;
    }
    try {
      executor.execute(this::write);
    } catch (RuntimeException e) {
      // Nobody will come for them.
      for (var next = next(); !next.isEmpty(); next = next()) {
        next.forEach(item -> item.fail(e));
      }
      throw e;
    }
  }

  private void write() {
    for (var next = next(); !next.isEmpty(); next = next()) {
      write(next);
    }
  }

  /** What is to be committed next; when that is nothing, the writing has come to its end. */
  private synchronized List<Delivery.Item> next() {
    var next = new ArrayList<Delivery.Item>(Math.min(most, waiting.size()));
    while (next.size() < most && !waiting.isEmpty()) {
      next.add(waiting.remove());
    }
    writing = !next.isEmpty();
    return next;
  }

  private void write(List<Delivery.Item> items) {
    metrics.committing(items.size());
    var traces = TransactionTraces.begin(tracer, items);
    try {
      var outcomes =
          transaction.commit(items.stream().map(Delivery.Item::request).toList(), traces);
      traces.committed();
      for (int i = 0; i < items.size(); i++) {
        metrics.committed(items.get(i).request(), outcomes.get(i).outcome());
        items.get(i).settle(outcomes.get(i));
      }
    } catch (Throwable failure) {
      metrics.failed(items.size());
      traces.failed(failure);
      // Errors too: whoever waits must hear of it, and the others want to go on.
      items.forEach(item -> item.fail(failure));
    }
  }
}
