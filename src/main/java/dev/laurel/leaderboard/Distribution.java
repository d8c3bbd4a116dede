package dev.laurel.leaderboard;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.laurel.errors.Hundredths;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * How the points of a board are distributed.
 *
 * @param bands of equal width, ascending, without gaps; empty for a board with nobody on it
 * @param size how many users are on the board
 * @param ownPoints those of the user who asks; null when not on the board
 * @param withheld why there are no bands; left out if there are
 */
@RegisterForReflection
public record Distribution(
    List<Band> bands,
    int size,
    @Hundredths Long ownPoints,
    @JsonInclude(JsonInclude.Include.NON_NULL) Withheld withheld) {
  private static final int MOST_BANDS = 10;
  private static final long[] WIDTHS = {1, 2, 5};

  /**
   * A range of points, in hundredths.
   *
   * @param from the least points
   * @param below the least points above it
   * @param count how many users have points in the band
   * @param own whether the user who asks is among them
   */
  @RegisterForReflection
  public record Band(@Hundredths long from, @Hundredths long below, long count, boolean own) {}

  public Distribution {
    bands = List.copyOf(bands);
  }

  /** A distribution of which the user sees nothing. */
  static Distribution ofTooFew() {
    return new Distribution(List.of(), 0, null, Withheld.too_few);
  }

  /**
   * Puts points into at most ten bands, whose width is 1, 2 or 5 times a power of ten, and 1 or
   * more.
   *
   * @param countByPoints by points in hundredths
   * @param ownPoints in hundredths; null for a user who is not on the board
   */
  static Distribution of(Map<Long, Long> countByPoints, Long ownPoints) {
    if (countByPoints.isEmpty()) {
      return new Distribution(List.of(), 0, ownPoints, null);
    }
    long least = Collections.min(countByPoints.keySet());
    long most = Collections.max(countByPoints.keySet());
    long width = width(least, most);
    var bands =
        LongStream.rangeClosed(Math.floorDiv(least, width), Math.floorDiv(most, width))
            .mapToObj(number -> band(number * width, width, countByPoints, ownPoints))
            .toList();
    int size = (int) countByPoints.values().stream().mapToLong(count -> count).sum();
    return new Distribution(bands, size, ownPoints, null);
  }

  private static long width(long least, long most) {
    for (long power = Hundredths.ONE; ; power *= 10) {
      for (long step : WIDTHS) {
        long width = step * power;
        if (Math.floorDiv(most, width) - Math.floorDiv(least, width) < MOST_BANDS) {
          return width;
        }
      }
    }
  }

  private static Band band(long from, long width, Map<Long, Long> countByPoints, Long ownPoints) {
    long below = from + width;
    long count =
        countByPoints.entrySet().stream()
            .filter(points -> from <= points.getKey() && points.getKey() < below)
            .mapToLong(Map.Entry::getValue)
            .sum();
    return new Band(
        from, below, count, ownPoints != null && from <= ownPoints && ownPoints < below);
  }
}
