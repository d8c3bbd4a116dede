package dev.laurel.leaderboard.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScoreEncodingTest {
  private static final Instant NOW = Instant.parse("2026-11-25T08:00:00.123Z");

  private record Reached(long points, Instant at) {
    double score() {
      return ScoreEncoding.of(points, at);
    }

    String prefix() {
      return ScoreEncoding.prefix(points, at);
    }
  }

  @Test
  void scoresOrderByFallingPointsAndThenByTime() {
    // Given
    var random = new SplittableRandom(4);
    var reached =
        Stream.generate(
                () ->
                    new Reached(
                        switch (random.nextInt(4)) {
                          case 0 -> random.nextLong(-4, 4);
                          case 1 -> ScoreEncoding.MAX_POINTS + random.nextLong(-2, 3);
                          case 2 -> ScoreEncoding.MIN_POINTS + random.nextLong(-2, 3);
                          default ->
                              random.nextLong(1L << random.nextInt(1, 54)) * random.nextInt(-1, 2);
                        },
                        NOW.plusMillis(random.nextLong(-5, 5) * random.nextLong(1, 1L << 37))))
            .limit(2_000)
            .toList();

    // Then
    var order = Comparator.comparing(Reached::points).reversed().thenComparing(Reached::at);
    assertEquals(
        reached.stream().sorted(order).toList(),
        reached.stream()
            .sorted(Comparator.comparingDouble(Reached::score).thenComparing(Reached::prefix))
            .toList());
  }

  @Test
  void scoresOfEqualPointsDifferByTheMillisecond() {
    assertTrue(ScoreEncoding.of(300, NOW) < ScoreEncoding.of(300, NOW.plusMillis(1)));
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        0,
        1,
        299,
        65_536,
        ScoreEncoding.MAX_POINTS,
        ScoreEncoding.MAX_POINTS + 1,
        5_000_000,
        1L << 53,
        -1,
        -299,
        ScoreEncoding.MIN_POINTS,
        ScoreEncoding.MIN_POINTS - 1,
        -5_000_000,
        -(1L << 53)
      })
  void pointsAreReadBackFromAScoreAsRedisWritesIt(long points) {
    var written = "%.17g".formatted(ScoreEncoding.of(points, NOW));
    assertEquals(points, ScoreEncoding.points(Double.parseDouble(written)));
  }

  @ParameterizedTest
  @CsvSource({
    "4190207, 2026-11-25T08:00:00Z, ada",
    "4190208, 2026-11-25T08:00:00Z, ada",
    "1, 2019-12-31T23:59:59Z, ada",
    "1, 2070-01-01T00:00:00Z, ada"
  })
  void theUserIsReadBackFromAMember(long points, Instant at, String user) {
    assertEquals(user, ScoreEncoding.user(ScoreEncoding.prefix(points, at) + user));
  }
}
