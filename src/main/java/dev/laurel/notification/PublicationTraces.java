package dev.laurel.notification;

import dev.laurel.tracing.TraceAttributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** Traces the publication of hints to Redis. */
@Singleton
class PublicationTraces {
  /**
   * The spans of one publication.
   *
   * @param spans by their parents
   */
  record Publication(Map<SpanContext, Span> spans) {
    /** The hint with the publication's span. */
    Hint of(Hint hint) {
      var span = spans.get(hint.origin().trace());
      return span == null ? hint : hint.within(span.getSpanContext());
    }

    /** Ends the spans when the publication has succeeded or failed. */
    void endWith(CompletionStage<?> published) {
      if (!spans.isEmpty()) {
        published.whenComplete(
            (done, failure) -> spans.values().forEach(span -> end(span, failure)));
      }
    }

    private static void end(Span span, Throwable failure) {
      if (failure != null) {
        span.setStatus(StatusCode.ERROR)
            .setAttribute(TraceAttributes.ERROR_TYPE, failure.getClass().getName());
      }
      span.end();
    }
  }

  private static final Publication UNTRACED = new Publication(Map.of());

  private final Tracer tracer;

  PublicationTraces(Tracer tracer) {
    this.tracer = tracer;
  }

  /** Begins a span for the hints of each trace. */
  Publication begin(Collection<Hint> hints) {
    var traced = hints.stream().filter(hint -> hint.origin().isTraced()).toList();
    if (traced.isEmpty()) {
      return UNTRACED;
    }
    var spans = new HashMap<SpanContext, Span>();
    traced.stream()
        .collect(Collectors.groupingBy(hint -> hint.origin().trace()))
        .forEach((parent, ofTrace) -> spans.put(parent, begin(parent, ofTrace)));
    return new Publication(spans);
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
}
