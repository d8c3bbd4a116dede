package dev.laurel.notification;

import dev.laurel.tracing.TraceParent;
import io.opentelemetry.api.trace.SpanContext;
import java.util.List;

/**
 * The message to other nodes that a user's log advanced, with the new entries.
 *
 * @param entries at least one, consecutive, written together
 */
public record Hint(List<LogEntry> entries, Origin origin) {
  /**
   * Where the entries come from, which clients are not told. Times are milliseconds since the epoch
   * by the clock of the writing node.
   *
   * @param writtenAt when the log was written; 0 if unknown
   * @param gradedAt when the oldest of the results was graded that caused them; 0 if unknown or
   *     none
   * @param trace the span that the entries belong to; invalid if they are not traced
   */
  public record Origin(long writtenAt, long gradedAt, SpanContext trace) {
    public static final Origin UNKNOWN = new Origin(0, 0, SpanContext.getInvalid());

    private static final String WRITTEN = "w=";
    private static final String GRADED = "g=";
    private static final String TRACE = "t=";

    /** True if the trace is recorded. */
    public boolean isTraced() {
      return trace.isSampled();
    }

    /** Encodes what is known, for {@link #parse}. */
    String tokens() {
      return WRITTEN
          + writtenAt
          + (gradedAt == 0 ? "" : " " + GRADED + gradedAt)
          + (isTraced() ? " " + TRACE + TraceParent.of(trace) : "");
    }

    /** Decodes tokens between spaces; unreadable ones count as unknown. */
    static Origin parse(String tokens) {
      long writtenAt = 0;
      long gradedAt = 0;
      var trace = SpanContext.getInvalid();
      for (var token : tokens.split(" ")) {
        if (token.startsWith(WRITTEN)) {
          writtenAt = millis(token);
        } else if (token.startsWith(GRADED)) {
          gradedAt = millis(token);
        } else if (token.startsWith(TRACE)) {
          trace = TraceParent.parse(token.substring(TRACE.length()));
        }
      }
      return new Origin(writtenAt, gradedAt, trace);
    }

    private static long millis(String token) {
      try {
        return Math.max(0, Long.parseLong(token, WRITTEN.length(), token.length(), 10));
      } catch (NumberFormatException e) {
        return 0;
      }
    }
  }

  /** The same hint with another span of its trace. */
  Hint within(SpanContext span) {
    return new Hint(entries, new Origin(origin.writtenAt(), origin.gradedAt(), span));
  }

  /** The length of all frames together, in characters. */
  public int chars() {
    return entries.stream().mapToInt(entry -> entry.frame().length()).sum();
  }

  /** The {@code seq} of the first entry. */
  public long first() {
    return entries.get(0).seq();
  }

  /** The {@code seq} of the last entry. */
  public long last() {
    return entries.get(entries.size() - 1).seq();
  }
}
