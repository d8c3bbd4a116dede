package dev.laurel.notification;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Events to append to a user's log.
 *
 * @param frames in the order of the log
 * @param gradedAt when the oldest of the results was graded that caused them; null if none did
 * @param trace the span that the events belong to; invalid if they are not traced
 */
public record PendingEvents(List<Frame> frames, Instant gradedAt, SpanContext trace) {
  public PendingEvents {
    frames = List.copyOf(frames);
  }

  /** Events of the current span, without a result that was graded just now. */
  public static PendingEvents traced(List<Frame> frames) {
    return new PendingEvents(frames, null, Span.current().getSpanContext());
  }

  /** Events outside traces, without a result that was graded just now. */
  public static PendingEvents untraced(List<Frame> frames) {
    return new PendingEvents(frames, null, SpanContext.getInvalid());
  }

  /** These events followed by later ones. */
  public PendingEvents and(PendingEvents later) {
    return new PendingEvents(
        Stream.concat(frames.stream(), later.frames.stream()).toList(),
        Stream.of(gradedAt, later.gradedAt)
            .filter(Objects::nonNull)
            .min(Comparator.naturalOrder())
            .orElse(null),
        later.trace.isSampled() ? later.trace : trace);
  }
}
