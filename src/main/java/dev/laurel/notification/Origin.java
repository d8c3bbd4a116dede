package dev.laurel.notification;

import dev.laurel.tracing.TraceParent;
import io.opentelemetry.api.trace.SpanContext;

/**
 * Where new entries of a log come from, which is nothing that a client is told. Moments are in
 * milliseconds since the epoch, by the clock of the node that took them.
 *
 * @param writtenAt when they were written to the log; 0 if that is not known
 * @param gradedAt when the oldest of the results was graded that brought them; 0 if none did, or it
 *     is not known
 * @param trace the span by which they come here; not valid if they are not traced
 */
public record Origin(long writtenAt, long gradedAt, SpanContext trace) {
  /** That of entries about which nothing is known. */
  public static final Origin UNKNOWN = new Origin(0, 0, SpanContext.getInvalid());

  private static final String WRITTEN = "w=";
  private static final String GRADED = "g=";
  private static final String TRACE = "t=";

  /** Whether somebody will see the trace. */
  public boolean isTraced() {
    return trace.isSampled();
  }

  /** The same, by another span of the trace. */
  Origin by(SpanContext span) {
    return new Origin(writtenAt, gradedAt, span);
  }

  /** What is known, as {@link #parse} reads it. */
  String tokens() {
    return WRITTEN
        + writtenAt
        + (gradedAt == 0 ? "" : " " + GRADED + gradedAt)
        + (isTraced() ? " " + TRACE + TraceParent.of(trace) : "");
  }

  /** Reads what stands between spaces. Whatever makes no sense counts as not known. */
  static Origin parse(String tokens) {
    long writtenAt = 0;
    long gradedAt = 0;
    var trace = SpanContext.getInvalid();
    for (var token : tokens.split(" ")) {
      if (token.startsWith(WRITTEN)) {
        writtenAt = moment(token);
      } else if (token.startsWith(GRADED)) {
        gradedAt = moment(token);
      } else if (token.startsWith(TRACE)) {
        trace = TraceParent.parse(token.substring(TRACE.length()));
      }
    }
    return new Origin(writtenAt, gradedAt, trace);
  }

  private static long moment(String token) {
    try {
      return Math.max(0, Long.parseLong(token, WRITTEN.length(), token.length(), 10));
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
