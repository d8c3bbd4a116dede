package dev.laurel.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.laurel.testing.CrowdMember;
import dev.laurel.testing.FrameListener;
import io.netty.buffer.ByteBuf;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Measures the time from when a submission was due to the arrival of each of its frames, in µs. The
 * first frame carries the time, the others follow it. Confined to the crowd's thread.
 */
final class Latencies implements FrameListener {
  private static final byte[] MARK = Coursework.MARK.getBytes(US_ASCII);
  private static final byte[] FIRST = "{\"type\":\"practice_completed\"".getBytes(US_ASCII);

  private final Map<CrowdMember, long[]> posted = new IdentityHashMap<>();
  private Histogram histogram = new Histogram(TimeUnit.MINUTES.toMicros(5), 3);

  @Override
  public void received(CrowdMember member, long seq, ByteBuf text) {
    long now = System.nanoTime();
    var at = posted.computeIfAbsent(member, any -> new long[] {now});
    if (isAt(text, text.readerIndex(), FIRST)) {
      at[0] = mark(text);
    }
    histogram.recordValue(TimeUnit.NANOSECONDS.toMicros(Math.max(0, now - at[0])));
  }

  private static boolean isAt(ByteBuf text, int from, byte[] expected) {
    for (int i = 0; i < expected.length; i++) {
      if (text.getByte(from + i) != expected[i]) {
        return false;
      }
    }
    return true;
  }

  private static long mark(ByteBuf text) {
    int at = text.readerIndex() + FIRST.length;
    while (!isAt(text, at, MARK)) {
      at++;
    }
    long nanos = 0;
    for (int i = at + MARK.length; Character.isDigit(text.getByte(i)); i++) {
      nanos = nanos * 10 + text.getByte(i) - '0';
    }
    return nanos;
  }

  /** Returns and resets the recorded times. */
  Histogram take() {
    var taken = histogram;
    histogram = new Histogram(TimeUnit.MINUTES.toMicros(5), 3);
    return taken;
  }
}
