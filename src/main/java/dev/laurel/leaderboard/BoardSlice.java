package dev.laurel.leaderboard;

import java.util.ArrayList;
import java.util.List;

/**
 * Successive users of a board at one moment, with their ranks: users with equal points share a
 * rank, and the next rank is left out (1, 2, 2, 4).
 *
 * @param version of the board
 * @param size how many users the board has
 * @param first the position of the first of {@code users}, counted from 0
 * @param users in the order of the board
 */
public record BoardSlice(long version, int size, long first, List<RankedUser> users) {
  public BoardSlice {
    users = List.copyOf(users);
  }

  public List<String> userIds() {
    return users.stream().map(RankedUser::user).toList();
  }

  /** The position of a user of the slice on the board, counted from 0. */
  public long position(RankedUser user) {
    return first + users.indexOf(user);
  }

  /** A slice without users, beyond the end of the board for example. */
  public static BoardSlice empty(long version, int size) {
    return new BoardSlice(version, size, 0, List.of());
  }

  /**
   * Ranks users. The first of several with equal points has 1 + position as rank, counted from 0,
   * the others have the same.
   *
   * @param scored the users of the slice, and the one before and the one after, if any
   * @param from the position of the first of {@code scored}
   * @param first the position of the first user of the slice
   * @param last the position of the last user of the slice
   * @param ahead the number of users with more points than the one at {@code first}
   */
  public static BoardSlice of(
      long version,
      int size,
      List<ScoredUser> scored,
      long from,
      long first,
      long last,
      long ahead) {
    var users = new ArrayList<RankedUser>();
    int rank = (int) ahead + 1;
    for (int i = (int) (first - from); i < scored.size() && from + i <= last; i++) {
      long points = scored.get(i).points();
      boolean tiedBefore = i > 0 && scored.get(i - 1).points() == points;
      boolean tiedAfter = i + 1 < scored.size() && scored.get(i + 1).points() == points;
      if (!tiedBefore && !users.isEmpty()) {
        rank = (int) (from + i) + 1;
      }
      users.add(new RankedUser(scored.get(i).user(), points, rank, tiedBefore || tiedAfter));
    }
    return new BoardSlice(version, size, first, users);
  }
}
