package dev.laurel.submission;

import dev.laurel.submission.SubmissionService.Queued;
import dev.laurel.tracing.TraceAttributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The spans of one transaction, one for each traced request that shares it. */
final class TransactionTraces {
  private final Map<SpanContext, Span> spans = new HashMap<>();
  private final Map<String, SpanContext> byUser = new HashMap<>();

  private TransactionTraces() {}

  static TransactionTraces begin(Tracer tracer, List<Queued> submissions) {
    var traces = new TransactionTraces();
    for (var submission : submissions) {
      if (submission.trace().isSampled()) {
        var span =
            traces.spans.computeIfAbsent(
                submission.trace(), request -> begin(tracer, request, submissions));
        submission
            .request()
            .userIds()
            .forEach(user -> traces.byUser.put(user, span.getSpanContext()));
      }
    }
    return traces;
  }

  /** No spans. */
  static TransactionTraces none() {
    return new TransactionTraces();
  }

  /** The span of the current request, whose results are all of one user. */
  static TransactionTraces ofRequest(String user) {
    var traces = new TransactionTraces();
    traces.byUser.put(user, Span.current().getSpanContext());
    return traces;
  }

  private static Span begin(Tracer tracer, SpanContext request, List<Queued> submissions) {
    return tracer
        .spanBuilder("commit submissions")
        .setParent(Context.root().with(Span.wrap(request)))
        .setAttribute(
            TraceAttributes.SUBMISSIONS,
            submissions.stream().filter(other -> other.trace().equals(request)).count())
        .setAttribute(TraceAttributes.TRANSACTION_SIZE, (long) submissions.size())
        .startSpan();
  }

  /** The span of the user's submissions; invalid if they are not traced. */
  SpanContext of(String user) {
    return byUser.getOrDefault(user, SpanContext.getInvalid());
  }

  void committed() {
    spans.values().forEach(Span::end);
  }

  void failed(Throwable failure) {
    for (var span : spans.values()) {
      span.setStatus(StatusCode.ERROR)
          .setAttribute(TraceAttributes.ERROR_TYPE, failure.getClass().getName())
          .end();
    }
  }
}
