package dev.laurel.leaderboard;

import java.util.Collection;
import java.util.Map;

/** A board to read: the open one, or a snapshot of it. All methods block. */
public interface BoardSource {
  /** The users at positions, which are counted from 0. */
  DescribedSlice slice(long first, long last);

  /** The user and as many users above and below; empty if the user is not on the board. */
  DescribedSlice around(String user, int nearby);

  /** The ranks of users, without those who are not on the board. */
  Map<String, Integer> ranks(Collection<String> users);
}
