package dev.laurel.submission.grading;

import dev.laurel.submission.Delivery;
import dev.laurel.tracing.TraceAttributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The spans of one transaction: each request that is traced has one of its own, although they share
 * the transaction.
 */
public final class TransactionTraces {
  private final Map<Delivery, Span> spans;
  private final Map<String, SpanContext> byUser = new HashMap<>();

  private TransactionTraces(Map<Delivery, Span> spans) {
    this.spans = spans;
  }

  /** Begins the spans. */
  public static TransactionTraces begin(Tracer tracer, List<Delivery.Item> items) {
    var traces = new TransactionTraces(new HashMap<>());
    for (var item : items) {
      if (item.delivery().trace().isSampled()) {
        var span =
            traces.spans.computeIfAbsent(
                item.delivery(), delivery -> begin(tracer, delivery, items));
        traces.byUser.put(item.request().user().id(), span.getSpanContext());
      }
    }
    return traces;
  }

  private static Span begin(Tracer tracer, Delivery delivery, List<Delivery.Item> items) {
    return tracer
        .spanBuilder("commit submissions")
        .setParent(Context.root().with(Span.wrap(delivery.trace())))
        .setAttribute(
            TraceAttributes.SUBMISSIONS,
            items.stream().filter(item -> item.delivery() == delivery).count())
        .setAttribute(TraceAttributes.TRANSACTION_SIZE, (long) items.size())
        .startSpan();
  }

  /** The span that brings a user something; one that is not valid where it is not traced. */
  SpanContext of(String user) {
    return byUser.getOrDefault(user, SpanContext.getInvalid());
  }

  /** The transaction has been committed. */
  public void committed() {
    spans.values().forEach(Span::end);
  }

  /** The transaction has failed. */
  public void failed(Throwable failure) {
    for (var span : spans.values()) {
      span.setStatus(StatusCode.ERROR)
          .setAttribute(TraceAttributes.ERROR_TYPE, failure.getClass().getName())
          .end();
    }
  }
}
