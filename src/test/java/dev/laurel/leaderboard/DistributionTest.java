package dev.laurel.leaderboard;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.leaderboard.Distribution.Band;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistributionTest {
  @Test
  void bandsHaveRoundBoundsAndMarkTheOwnOne() {
    // When
    var distribution = Distribution.of(Map.of(0L, 1L, 120_00L, 2L, 470_50L, 1L), 120_00L);

    // Then
    assertEquals(10, distribution.bands().size());
    assertEquals(new Band(0, 50_00, 1, false), distribution.bands().get(0));
    assertEquals(new Band(100_00, 150_00, 2, true), distribution.bands().get(2));
    assertEquals(4, distribution.size());
  }

  @Test
  void anEmptyBoardHasNoBands() {
    // Then
    assertEquals(List.of(), Distribution.of(Map.of(), null).bands());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void everybodyIsInOneBandOfAtMostTen(long seed) {
    // Given
    var random = new Random(seed);
    int range = 1 << random.nextInt(1, 20);
    var points = Stream.generate(() -> (long) random.nextInt(-range / 4, range)).limit(50).toList();

    // When
    var distribution =
        Distribution.of(
            points.stream().collect(groupingBy(each -> each, counting())), points.get(0));

    // Then
    var bands = distribution.bands();
    assertTrue(bands.size() <= 10, bands::toString);
    assertEquals(50, bands.stream().mapToLong(Band::count).sum());
    for (var band : bands) {
      assertEquals(
          points.stream().filter(each -> band.from() <= each && each < band.below()).count(),
          band.count());
      assertEquals(band.from() <= points.get(0) && points.get(0) < band.below(), band.own());
    }
    for (int i = 1; i < bands.size(); i++) {
      assertEquals(bands.get(i - 1).below(), bands.get(i).from());
    }
  }
}
