package dev.laurel.faults;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Breaks something every few seconds for ten minutes, while two nodes deliver a hundred submissions
 * a second to a thousand sockets. {@code -Dlaurel.soak.duration=PT90S} shortens it, {@code
 * -Dlaurel.soak.seed=…} repeats the faults of another run.
 */
class SoakLongIT {
  private static final int USERS = 500;
  private static final int SOCKETS_EACH = 2;
  private static final int PER_SECOND = 100;
  private static final double GROWTH = 1.2;
  private static final long SLACK = 16L << 20;

  private final Duration duration =
      Duration.parse(System.getProperty("laurel.soak.duration", "PT10M"));
  private final long seed = Long.getLong("laurel.soak.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final Map<Fault, Integer> happened = new EnumMap<>(Fault.class);

  @Test
  void noEventIsLostDoubledOrReorderedAndMemoryStaysFlat() {
    System.out.printf("soak: %s, seed %d%n", duration, seed);
    try (var installation = new Installation(Map.of());
        var course = new Course(installation.nodes(), USERS, SOCKETS_EACH)) {
      // Given
      course.grader().start(PER_SECOND);
      var begin = Instant.now();
      breakThings(installation, course, begin.plus(duration.dividedBy(5)));
      long warm = installation.first().heapAfterCollection();

      // When
      breakThings(installation, course, begin.plus(duration));

      // Then
      course.grader().stop();
      course.reckon();
      long end = installation.first().heapAfterCollection();
      System.out.printf(
          "soak: %s%nsoak: %s%nsoak: %s%nsoak: heap after collection %d MB when warm, %d MB at the end%n",
          happened, course.grader(), course.sockets().tally(), warm >> 20, end >> 20);
      assertTrue(end < warm * GROWTH + SLACK, () -> "memory grew");
    }
  }

  private void breakThings(Installation installation, Course course, Instant end) {
    while (Instant.now().isBefore(end)) {
      var fault = Fault.values()[random.nextInt(Fault.values().length)];
      var time = Duration.ofMillis(random.nextLong(300, 5_000));
      Fault.pass(Duration.ofMillis(random.nextLong(1_000, 4_000)));
      System.out.printf("soak: %s for %d ms%n", fault, time.toMillis());
      fault.happen(installation, course, time);
      happened.merge(fault, 1, Integer::sum);
    }
  }
}
