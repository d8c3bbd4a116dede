package dev.laurel.leaderboard;

import java.util.Collection;
import java.util.Map;

/** Where boards are read: as they are now, or in snapshots. All methods block. */
public interface BoardSource {
  /** The users at positions, which are counted from 0. */
  DescribedSlice slice(Board board, long first, long last);

  /** The user and as many users above and below; empty if the user is not on the board. */
  DescribedSlice around(Board board, String user, int nearby);

  /** How many users have how many points. */
  Map<Long, Long> countByPoints(Board board);

  /** The ranks of users, without those who are not on the board. */
  Map<String, Integer> ranks(Board board, Collection<String> users);
}
