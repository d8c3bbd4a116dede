package dev.laurel.points;

import dev.laurel.leaderboard.season.Season;
import jakarta.transaction.TransactionScoped;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The scores which the current transaction has read or made, so that a batch reads all of them
 * once, and those which are still to be written.
 */
@TransactionScoped
class ScoreBatch {
  private final Map<ProblemScore.Key, ProblemScore> scores = new HashMap<>();
  private final Set<ProblemScore> changed = new LinkedHashSet<>();
  private final Map<String, Boolean> staysOpen = new HashMap<>();
  private List<Season> seasons = List.of();

  /** Has seasons take part in the transaction. */
  void seasons(List<Season> open) {
    seasons = List.copyOf(open);
  }

  List<Season> seasons() {
    return seasons;
  }

  /**
   * Those of the seasons that stay open until the transaction ends.
   *
   * @param keep sees to it, once a season, and answers which do
   */
  List<Season> keepOpen(List<Season> touched, UnaryOperator<List<Season>> keep) {
    var unknown = touched.stream().filter(season -> !staysOpen.containsKey(season.id())).toList();
    if (!unknown.isEmpty()) {
      unknown.forEach(season -> staysOpen.put(season.id(), false));
      keep.apply(unknown).forEach(season -> staysOpen.put(season.id(), true));
    }
    return touched.stream().filter(season -> staysOpen.get(season.id())).toList();
  }

  void remember(List<ProblemScore> found) {
    found.forEach(score -> scores.put(score.key, score));
  }

  /** The score, or a new one without anything to it. */
  ProblemScore get(ProblemScore.Key key) {
    return scores.computeIfAbsent(key, ProblemScore::new);
  }

  void changed(ProblemScore score) {
    changed.add(score);
  }

  /** What has been changed since the last time. */
  List<ProblemScore> takeChanged() {
    var taken = List.copyOf(changed);
    changed.clear();
    return taken;
  }
}
