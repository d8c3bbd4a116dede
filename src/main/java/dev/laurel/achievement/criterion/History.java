package dev.laurel.achievement.criterion;

import dev.laurel.achievement.criterion.Criterion.Count;
import dev.laurel.submission.GradedSubmission;
import dev.laurel.submission.results.SubmissionName;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** The results of a user that count, and what they add up to. */
public final class History {
  private static final Comparator<GradedSubmission> BY_TIME =
      Comparator.comparing(GradedSubmission::submittedAt)
          .thenComparing(GradedSubmission::source)
          .thenComparing(GradedSubmission::submissionId);

  private final Map<SubmissionName, GradedSubmission> results = new LinkedHashMap<>();
  private final Map<Count, Long> measured = new HashMap<>();
  private final ToIntFunction<List<GradedSubmission>> points;

  /**
   * @param points what results for one exercise come to by the rules of their classes, in
   *     hundredths
   */
  public History(
      Collection<GradedSubmission> results, ToIntFunction<List<GradedSubmission>> points) {
    this.points = points;
    results.forEach(this::put);
  }

  /** Adds a result, in place of the one that it is a regrade of. */
  public void put(GradedSubmission result) {
    results.put(new SubmissionName(result.source(), result.submissionId()), result);
    measured.clear();
  }

  /** The sum of the results. */
  public long measure(Count count) {
    return measured.computeIfAbsent(count, this::add);
  }

  private long add(Count count) {
    var counter = new Counter(count, points);
    results.values().forEach(counter::add);
    return counter.value();
  }

  /**
   * When the result was handed in that met a criterion; of one that these results do not meet, the
   * last one. Empty without results.
   *
   * @param streak the longest run of days until a moment, by the calendars of the user
   */
  public Optional<Instant> metAt(Criterion criterion, ToIntFunction<Instant> streak) {
    var counters =
        criterion
            .counts()
            .distinct()
            .collect(Collectors.toMap(count -> count, count -> new Counter(count, points)));
    Instant at = null;
    for (var result : results.values().stream().sorted(BY_TIME).toList()) {
      counters.values().forEach(counter -> counter.add(result));
      at = result.submittedAt();
      var moment = at;
      if (criterion.isMetBy(
          count -> count.isStreak() ? streak.applyAsInt(moment) : counters.get(count).value())) {
        break;
      }
    }
    return Optional.ofNullable(at);
  }
}
