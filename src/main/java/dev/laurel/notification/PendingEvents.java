package dev.laurel.notification;

import io.opentelemetry.api.trace.SpanContext;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a user is to be told.
 *
 * @param frames in the order of the log
 * @param gradedAt when the result that brought them was graded, the oldest if there are several;
 *     null where there is none
 * @param trace the span that brings them; not valid if they are not traced
 */
public record PendingEvents(List<Frame> frames, Instant gradedAt, SpanContext trace) {
  public PendingEvents {
    frames = List.copyOf(frames);
  }

  /** These, and then those. */
  public PendingEvents and(PendingEvents later) {
    return new PendingEvents(
        Stream.concat(frames.stream(), later.frames.stream()).toList(),
        older(gradedAt, later.gradedAt),
        later.trace.isSampled() ? later.trace : trace);
  }

  private static Instant older(Instant one, Instant other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return other.isBefore(one) ? other : one;
  }
}
