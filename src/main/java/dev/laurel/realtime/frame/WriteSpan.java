package dev.laurel.realtime.frame;

import dev.laurel.tracing.TraceAttributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * The span of writing several frames to one socket. Ends when the network has taken the last one.
 * Thread-safe.
 */
public final class WriteSpan {
  private final Span span;
  private final long gradedAt;
  private final Clock clock;
  private final List<String> types = new ArrayList<>();
  private int pending;
  private boolean complete;

  /**
   * @param gradedAt in milliseconds since the epoch; 0 if it is not known
   */
  public WriteSpan(Span span, long gradedAt, Clock clock) {
    this.span = span;
    this.gradedAt = gradedAt;
    this.clock = clock;
  }

  synchronized void add(FrameType type) {
    types.add(type.name());
    pending++;
  }

  /** No further frame follows. */
  public synchronized void complete() {
    complete = true;
    endIfDone();
  }

  synchronized void written() {
    pending--;
    endIfDone();
  }

  /** A frame will not be written, since the socket has ended or is closing. */
  synchronized void lost() {
    span.setStatus(StatusCode.ERROR);
    written();
  }

  private void endIfDone() {
    if (complete && pending == 0) {
      span.setAttribute(TraceAttributes.FRAMES, (long) types.size());
      span.setAttribute(TraceAttributes.FRAME_TYPES, types);
      if (gradedAt != 0) {
        span.setAttribute(TraceAttributes.AGE, clock.millis() - gradedAt);
      }
      span.end();
    }
  }
}
