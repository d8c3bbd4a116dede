package dev.laurel.wire;

import static dev.laurel.wire.FrameLimit.Verdict.CLOSE;
import static dev.laurel.wire.FrameLimit.Verdict.DROP;
import static dev.laurel.wire.FrameLimit.Verdict.SERVE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.laurel.wire.FrameLimit.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FrameLimitTest {
  private static final int PACE = 2;
  private static final int MOST_BYTES = 1000;
  private static final int BURST = 2 * FrameLimit.FLOOD * PACE;

  private final AtomicLong nanos = new AtomicLong();
  private final FrameLimit limit = new FrameLimit(PACE, MOST_BYTES, nanos::get);

  @Test
  void framesFarAboveThePaceAreLeftToTheSession() {
    assertEquals(Set.of(SERVE), Set.copyOf(admit(BURST, 1, false)));
  }

  @Test
  void aFloodOfFramesCloses() {
    // Given
    admit(BURST, 1, false);

    // Then
    assertEquals(List.of(CLOSE), admit(1, 1, false));

    // When
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());

    // Then
    assertEquals(Set.of(SERVE), Set.copyOf(admit(BURST / 2, 1, false)));
  }

  @Test
  void moreBytesThanThePaceAllowsCloses() {
    assertEquals(List.of(SERVE, SERVE, SERVE, SERVE, CLOSE), admit(5, MOST_BYTES, false));
  }

  @Test
  void pingsAboveThePaceAreDroppedAndAFloodOfThemCloses() {
    assertEquals(List.of(SERVE, SERVE, SERVE, SERVE, DROP), admit(5, 0, true));
    assertEquals(Set.of(DROP, CLOSE), admit(BURST, 0, true).stream().collect(Collectors.toSet()));
  }

  private List<Verdict> admit(int frames, int size, boolean isPing) {
    return Stream.generate(() -> limit.admit(size, isPing)).limit(frames).toList();
  }
}
