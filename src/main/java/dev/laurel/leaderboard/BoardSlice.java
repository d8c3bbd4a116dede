package dev.laurel.leaderboard;

import java.util.ArrayList;
import java.util.List;

/**
 * Successive users of a board at one moment.
 *
 * @param version of the board
 * @param size how many users the board has
 * @param places in the order of the board
 */
public record BoardSlice(long version, int size, List<Place> places) {
  public BoardSlice {
    places = List.copyOf(places);
  }

  /**
   * Where one user stands.
   *
   * @param rank 1 + the number of users with strictly more points
   * @param tied whether anybody else on the board has the same points
   */
  public record Place(String user, long points, int rank, boolean tied) {}

  /** Points of a user, in the order of the board. */
  public record Scored(String user, long points) {}

  public static BoardSlice none(long version, int size) {
    return new BoardSlice(version, size, List.of());
  }

  /**
   * Ranks users by where they are.
   *
   * @param scored those asked for, and the one before and the one after them where there is one
   * @param from the position of the first of {@code scored}, counted from 0
   * @param first the position of the first that was asked for
   * @param last the position of the last that was asked for
   * @param ahead how many users have more points than the one at {@code first}
   */
  public static BoardSlice of(
      long version, int size, List<Scored> scored, long from, long first, long last, long ahead) {
    var places = new ArrayList<Place>();
    int rank = (int) ahead + 1;
    for (int i = (int) (first - from); i < scored.size() && from + i <= last; i++) {
      long points = scored.get(i).points();
      boolean tiedBefore = i > 0 && scored.get(i - 1).points() == points;
      boolean tiedAfter = i + 1 < scored.size() && scored.get(i + 1).points() == points;
      if (!tiedBefore && !places.isEmpty()) {
        rank = (int) (from + i) + 1;
      }
      places.add(new Place(scored.get(i).user(), points, rank, tiedBefore || tiedAfter));
    }
    return new BoardSlice(version, size, places);
  }
}
