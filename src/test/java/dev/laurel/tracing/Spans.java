package dev.laurel.tracing;

import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** The spans that have ended, where traces are on. */
@Singleton
public class Spans {
  private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

  @Produces
  @Singleton
  SpanExporter exporter() {
    return exporter;
  }

  List<SpanData> all() {
    return exporter.getFinishedSpanItems();
  }

  List<SpanData> ofTrace(String traceId) {
    return all().stream().filter(span -> span.getTraceId().equals(traceId)).toList();
  }

  /** The first of the spans of a trace that matches, once it has ended. */
  SpanData await(String traceId, Predicate<SpanData> matching) {
    return Awaitility.await("span of " + traceId)
        .until(() -> ofTrace(traceId).stream().filter(matching).findFirst(), Optional::isPresent)
        .orElseThrow();
  }
}
