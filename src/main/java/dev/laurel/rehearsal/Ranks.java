package dev.laurel.rehearsal;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The ranks of users of a board at a moment: 1, 2, 2, 4. */
final class Ranks {
  private final Map<String, Long> points;

  /** The rank by points. */
  private final Map<Long, Integer> ranks = new HashMap<>();

  /**
   * @param board the points of the users of a board
   * @param states the states of some users, who have these points instead
   */
  Ranks(Map<String, Long> board, Map<String, UserState> states) {
    points = new HashMap<>(board);
    states.forEach(
        (user, state) -> {
          if (state.points() != null) {
            points.put(user, state.points());
          }
        });
    var users = new TreeMap<Long, Integer>();
    points.values().forEach(number -> users.merge(number, 1, Integer::sum));
    int ahead = 0;
    for (var tie : users.descendingMap().entrySet()) {
      ranks.put(tie.getKey(), 1 + ahead);
      ahead += tie.getValue();
    }
  }

  /** Null for a user who is not on the board. */
  Integer of(String user) {
    return points.containsKey(user) ? ranks.get(points.get(user)) : null;
  }
}
