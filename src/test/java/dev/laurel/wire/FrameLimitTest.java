package dev.laurel.wire;

import static dev.laurel.wire.FrameLimit.Verdict.CLOSE;
import static dev.laurel.wire.FrameLimit.Verdict.DROP;
import static dev.laurel.wire.FrameLimit.Verdict.DROP_AND_WARN;
import static dev.laurel.wire.FrameLimit.Verdict.SERVE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.laurel.wire.FrameLimit.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FrameLimitTest {
  private final AtomicLong nanos = new AtomicLong();
  private final FrameLimit limit = new FrameLimit(2, 3, 4, nanos::get);

  @Test
  void framesWithinTheLimitAreServed() {
    assertEquals(List.of(SERVE, SERVE, SERVE), admit(3));
  }

  @Test
  void onlyTheFirstOfManyDropsIsWarned() {
    // Given
    admit(3);

    // Then
    assertEquals(List.of(DROP_AND_WARN, DROP, DROP, DROP), admit(4));
  }

  @Test
  void dropsBeyondPatienceClose() {
    // Given
    admit(3 + 4);

    // Then
    assertEquals(List.of(CLOSE), admit(1));
  }

  @Test
  void framesServedInBetweenDoNotResetPatience() {
    // Given
    admit(3 + 2);

    // When
    pass(Duration.ofMillis(900));

    // Then
    assertEquals(List.of(SERVE, DROP, DROP, CLOSE), admit(4));
  }

  @Test
  void slowExcessIsWarnedEverySecond() {
    // Given
    admit(3 + 1);

    // When
    pass(Duration.ofMillis(600));
    var soon = admit(2);
    pass(Duration.ofMillis(600));
    var later = admit(2);

    // Then
    assertEquals(List.of(SERVE, DROP), soon);
    assertEquals(List.of(SERVE, DROP_AND_WARN), later);
  }

  @Test
  void aSecondWithoutDropsResetsPatience() {
    // Given
    admit(3 + 4);

    // When
    pass(Duration.ofSeconds(1));

    // Then
    assertEquals(List.of(SERVE, SERVE, DROP_AND_WARN, DROP, DROP, DROP, CLOSE), admit(7));
  }

  private List<Verdict> admit(int frames) {
    return Stream.generate(limit::admit).limit(frames).toList();
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
