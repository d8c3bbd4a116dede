package dev.laurel.achievement.level;

import dev.laurel.notification.Frame.Level;
import jakarta.transaction.TransactionScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The points of one transaction's users, where there are levels, before the next submission. */
@TransactionScoped
class LevelBatch {
  private record Key(String user, String classId) {}

  private final Map<Key, Long> points = new HashMap<>();
  private List<Level> rehearsed;

  void put(String user, String classId, long hundredths) {
    points.put(new Key(user, classId), hundredths);
  }

  Optional<Long> points(String user, String classId) {
    return Optional.ofNullable(points.get(new Key(user, classId)));
  }

  void rehearse(List<Level> levels) {
    rehearsed = levels;
  }

  /** The levels that are tried in place of those stored, if any. */
  Optional<List<Level>> rehearsed() {
    return Optional.ofNullable(rehearsed);
  }

  boolean isEmpty() {
    return points.isEmpty();
  }
}
