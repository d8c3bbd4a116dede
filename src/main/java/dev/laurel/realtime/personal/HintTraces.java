package dev.laurel.realtime.personal;

import dev.laurel.notification.Hint;
import dev.laurel.notification.UserChannel;
import dev.laurel.realtime.frame.WriteSpan;
import dev.laurel.tracing.TraceAttributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Continues the traces of hints, from the node that sent them to the sockets. */
@Singleton
class HintTraces {
  private final Tracer tracer;
  private final Clock clock;

  HintTraces(Tracer tracer, Clock clock) {
    this.tracer = tracer;
    this.clock = clock;
  }

  /**
   * Starts the span of a received hint; an invalid one if it is not traced.
   *
   * @param sockets the number of the user's sockets
   */
  Span received(Hint hint, int sockets) {
    if (!hint.origin().isTraced()) {
      return Span.getInvalid();
    }
    return tracer
        .spanBuilder("receive " + UserChannel.TEMPLATE)
        .setSpanKind(SpanKind.CONSUMER)
        .setParent(Context.root().with(Span.wrap(hint.origin().trace())))
        .setAllAttributes(TraceAttributes.messaging("receive", UserChannel.TEMPLATE))
        .setAttribute(TraceAttributes.FRAMES, (long) hint.entries().size())
        .setAttribute(TraceAttributes.SOCKETS, (long) sockets)
        .startSpan();
  }

  /** Starts the span of writing a hint to one socket; null if it is not traced. */
  WriteSpan write(Hint hint, Span received) {
    if (!received.isRecording()) {
      return null;
    }
    var span =
        tracer.spanBuilder("write frames").setParent(Context.root().with(received)).startSpan();
    return new WriteSpan(span, hint.origin().gradedAt(), clock);
  }
}
