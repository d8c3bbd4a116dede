package dev.laurel.realtime.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.leaderboard.Page;
import dev.laurel.leaderboard.index.BoardMoves;
import dev.laurel.leaderboard.index.BoardMoves.Move;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RankShiftsTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void theNumberOfThoseAboveGrowsByWhatCountingWouldFind(long seed) {
    // Given
    var random = new SplittableRandom(seed);
    var points = new HashMap<String, Long>();
    var before = new HashMap<String, Long>();
    for (int user = 0; user < 40; user++) {
      if (random.nextInt(4) > 0) {
        before.put("u" + user, random.nextLong(12));
      }
    }
    points.putAll(before);

    // When
    var changes = new ArrayList<BoardMoves>();
    for (int step = 1; step <= 50; step++) {
      var user = "u" + random.nextInt(40);
      var to = random.nextInt(5) == 0 ? null : (Long) random.nextLong(12);
      changes.add(new BoardMoves("g", step, List.of(new Move(user, points.get(user), to))));
      points.put(user, to);
    }
    var crossings = new RankShifts(changes);

    // Then
    LongStream.rangeClosed(0, 12)
        .forEach(
            mine ->
                assertEquals(
                    above(points, mine) - above(before, mine),
                    crossings.above(mine),
                    "at " + mine));
  }

  private static long above(HashMap<String, Long> points, long mine) {
    return points.values().stream().filter(theirs -> theirs != null && theirs > mine).count();
  }

  @ParameterizedTest
  @CsvSource({
    "10, 19, false",
    "10, 20, true",
    "10, 25, true",
    "10, 40, true",
    "31, 40, false",
    "30, 40, true",
    "25, 25, true",
    "40, 10, true",
    ", 10, true",
    "40, , true"
  })
  void aPageIsTouchedByWhatCrossesItOrChangesTheNumberOfUsers(
      Long before, Long after, boolean touched) {
    // Given
    var page = page(30, 20);

    // When
    var crossings = crossings(new Move("ada", before, after));

    // Then
    assertEquals(touched, crossings.touch(page));
  }

  @Test
  void aPageBeyondTheEndIsTouchedOnlyByWhoComesOrLeaves() {
    assertFalse(crossings(new Move("ada", 10L, 20L)).touch(page()));
    assertTrue(crossings(new Move("ada", null, 20L)).touch(page()));
  }

  private static RankShifts crossings(Move move) {
    return new RankShifts(List.of(new BoardMoves("g", 1, List.of(move))));
  }

  private static Page page(long... points) {
    var entries =
        LongStream.of(points)
            .mapToObj(p -> new Page.Entry(1, false, new Page.Player("u", "U"), p, 0))
            .toList();
    return new Page(entries, new Page.Pagination(1, 2, 9, 5, true, false), 1, false);
  }
}
