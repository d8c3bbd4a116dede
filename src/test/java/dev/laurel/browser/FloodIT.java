package dev.laurel.browser;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * That the page has time to spare under a flood of board updates. Says nothing of frames, which are
 * the long profile's: here other tests want the processors as well.
 */
class FloodIT {
  private static final Duration TIME = Duration.ofSeconds(8);
  private static final double MOST_LOAD = 0.6;
  private static final double LEAST_UPDATES = 150;

  @TempDir static Path data;

  @Test
  void twoHundredUpdatesASecondLeaveTheMainThreadIdleForMostOfTheTime() {
    try (var classroom = Classroom.open(data, Map.of("LAUREL_DEMO_SUBMISSIONS_PER_MINUTE", "0"));
        var alice = classroom.signIn("alice")) {
      // Given
      var flood = Flood.over(alice);

      // When
      var cost = flood.cost(TIME);

      // Then
      assertTrue(cost.updatesPerSecond() > LEAST_UPDATES, cost::toString);
      assertTrue(cost.load() < MOST_LOAD, cost::toString);
    }
  }
}
