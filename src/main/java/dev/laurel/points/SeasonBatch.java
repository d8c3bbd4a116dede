package dev.laurel.points;

import dev.laurel.leaderboard.season.Season;
import dev.laurel.leaderboard.season.Seasons;
import dev.laurel.submission.GradedSubmission;
import jakarta.transaction.TransactionScoped;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The seasons for which one transaction's submissions may count: read once, and each locked once
 * against being closed.
 */
@TransactionScoped
class SeasonBatch {
  private final Seasons seasons;
  private final Set<Season> asked = new HashSet<>();
  private final Set<Season> keptOpen = new HashSet<>();
  private final Set<String> classes = new HashSet<>();
  private List<Season> open = List.of();

  SeasonBatch(Seasons seasons) {
    this.seasons = seasons;
  }

  /** Reads the open seasons of everybody and of classes, and no others. Null is no class. */
  void readAhead(Collection<String> classIds) {
    classIds.stream().filter(Objects::nonNull).forEach(classes::add);
    open = seasons.open(classes);
  }

  /** The seasons that count any of some results; they stay open until the commit. */
  List<Season> touchedBy(Collection<GradedSubmission> results) {
    int before = classes.size();
    results.stream().map(GradedSubmission::classId).filter(Objects::nonNull).forEach(classes::add);
    if (classes.size() > before) {
      open = seasons.open(classes);
    }
    var touched =
        open.stream()
            .filter(season -> results.stream().anyMatch(Scope.of(season).counts()))
            .toList();
    var unknown = touched.stream().filter(asked::add).toList();
    if (!unknown.isEmpty()) {
      keptOpen.addAll(seasons.keepOpen(unknown));
    }
    return touched.stream().filter(keptOpen::contains).toList();
  }
}
