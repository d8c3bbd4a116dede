package dev.laurel.notification;

import dev.laurel.broadcast.Broadcast;
import dev.laurel.tracing.TraceAttributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Sends new entries and moved read cursors to the nodes, after the commit. Receivers make up for a
 * lost hint by reading the log. Each trace gets a span for the publication of its hints.
 */
@ApplicationScoped
class LogPublisher {
  /** Fired in a transaction that appends to logs, with the hints by user. */
  record LogAdvanced(Map<String, Hint> hints) {}

  /** Fired in a transaction that moves a user's read cursor, with the head after the move. */
  record ReadCursorMoved(String user, LogHead head) {}

  private final Broadcast broadcast;
  private final Tracer tracer;

  LogPublisher(Broadcast broadcast, Tracer tracer) {
    this.broadcast = broadcast;
    this.tracer = tracer;
  }

  void publish(@Observes(during = TransactionPhase.AFTER_SUCCESS) LogAdvanced advanced) {
    var spans = spans(advanced.hints().values());
    var messages =
        advanced.hints().entrySet().stream()
            .map(hint -> UserChannel.message(hint.getKey(), within(spans, hint.getValue())))
            .toList();
    broadcast
        .publish(messages)
        .whenComplete((done, failure) -> spans.values().forEach(span -> end(span, failure)));
  }

  void publish(@Observes(during = TransactionPhase.AFTER_SUCCESS) ReadCursorMoved moved) {
    broadcast.publish(List.of(UserChannel.message(moved.user(), moved.head())));
  }

  /** Begins a span for the hints of each trace, by their parent. */
  private Map<SpanContext, Span> spans(Collection<Hint> hints) {
    var spans = new HashMap<SpanContext, Span>();
    hints.stream()
        .filter(hint -> hint.origin().isTraced())
        .collect(Collectors.groupingBy(hint -> hint.origin().trace()))
        .forEach((parent, traced) -> spans.put(parent, begin(parent, traced)));
    return spans;
  }

  private Span begin(SpanContext parent, List<Hint> hints) {
    return tracer
        .spanBuilder("publish " + UserChannel.TEMPLATE)
        .setSpanKind(SpanKind.PRODUCER)
        .setParent(Context.root().with(Span.wrap(parent)))
        .setAllAttributes(TraceAttributes.messaging("publish", UserChannel.TEMPLATE))
        .setAttribute(TraceAttributes.MESSAGES, (long) hints.size())
        .setAttribute(
            TraceAttributes.FRAMES, hints.stream().mapToLong(hint -> hint.entries().size()).sum())
        .startSpan();
  }

  private static Hint within(Map<SpanContext, Span> spans, Hint hint) {
    var span = spans.get(hint.origin().trace());
    return span == null ? hint : hint.within(span.getSpanContext());
  }

  private static void end(Span span, Throwable failure) {
    if (failure != null) {
      span.setStatus(StatusCode.ERROR)
          .setAttribute(TraceAttributes.ERROR_TYPE, failure.getClass().getName());
    }
    span.end();
  }
}
