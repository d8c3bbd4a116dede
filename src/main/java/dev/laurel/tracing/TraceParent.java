package dev.laurel.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.List;

/** Converts span contexts to and from W3C's {@code traceparent}, which travels with hints. */
public final class TraceParent {
  private static final String NAME = "traceparent";
  private static final W3CTraceContextPropagator FORMAT = W3CTraceContextPropagator.getInstance();
  private static final TextMapGetter<String> VALUE =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(String value) {
          return List.of(NAME);
        }

        @Override
        public String get(String value, String name) {
          return NAME.equals(name) ? value : null;
        }
      };

  private TraceParent() {}

  /**
   * The span's {@code traceparent}, without spaces.
   *
   * @param span valid
   */
  public static String of(SpanContext span) {
    var carrier = new HashMap<String, String>();
    FORMAT.inject(Context.root().with(Span.wrap(span)), carrier, HashMap::put);
    return carrier.get(NAME);
  }

  /** The remote span context of a {@code traceparent}; invalid if it cannot be parsed. */
  public static SpanContext parse(String name) {
    return Span.fromContext(FORMAT.extract(Context.root(), name, VALUE)).getSpanContext();
  }
}
