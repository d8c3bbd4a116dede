package dev.laurel.streak;

import jakarta.transaction.TransactionScoped;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The streaks which the current transaction has read or begun, and those which are still to be
 * written.
 */
@TransactionScoped
class StreakBatch {
  private final Map<String, Streak> streaks = new HashMap<>();
  private final Set<Streak> changed = new LinkedHashSet<>();

  void remember(List<Streak> found) {
    found.forEach(streak -> streaks.put(streak.userId, streak));
  }

  Optional<Streak> find(String user) {
    return Optional.ofNullable(streaks.get(user));
  }

  void changed(Streak streak) {
    streaks.put(streak.userId, streak);
    changed.add(streak);
  }

  /** What has been changed since the last time. */
  List<Streak> takeChanged() {
    var taken = List.copyOf(changed);
    changed.clear();
    return taken;
  }
}
