package dev.laurel.points;

import dev.laurel.leaderboard.season.Season;
import dev.laurel.leaderboard.season.Seasons;
import dev.laurel.submission.GradedSubmission;
import dev.laurel.submission.SubmissionGraded;
import dev.laurel.submission.SubmissionRequest;
import jakarta.transaction.TransactionScoped;
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

  /** Reads the open seasons of everybody and of the submissions' classes, and no others. */
  void readAhead(List<SubmissionRequest> requests) {
    requests.stream()
        .map(SubmissionRequest::classId)
        .filter(Objects::nonNull)
        .forEach(classes::add);
    open = seasons.open(classes);
  }

  /** The seasons whose boards the submission may change; they stay open until the commit. */
  List<Season> touchedBy(SubmissionGraded graded) {
    var classBefore = graded.replaced().map(GradedSubmission::classId);
    if (classBefore.filter(classes::add).isPresent()) {
      open = seasons.open(classes);
    }
    var touched = open.stream().filter(season -> touches(graded, season)).toList();
    var unknown = touched.stream().filter(asked::add).toList();
    if (!unknown.isEmpty()) {
      keptOpen.addAll(seasons.keepOpen(unknown));
    }
    return touched.stream().filter(keptOpen::contains).toList();
  }

  private static boolean touches(SubmissionGraded graded, Season season) {
    var counts = Scope.of(season).counts();
    return counts.test(graded.submission()) || graded.replaced().filter(counts).isPresent();
  }
}
