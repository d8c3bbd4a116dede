package dev.laurel.reconciliation;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import dev.laurel.achievement.Achievements;
import dev.laurel.points.PointsLedger;
import dev.laurel.reconciliation.Evidence.Bonus;
import dev.laurel.reconciliation.Evidence.Counts;
import dev.laurel.rules.Policy;
import dev.laurel.submission.GradedSubmission;
import dev.laurel.submission.Kind;
import dev.laurel.submission.results.SubmissionName;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** Counts otherwise what a student has in a class. Blocks. */
@ApplicationScoped
class EvidenceReader {
  private record Exercise(String source, String id) {
    static Exercise of(GradedSubmission result) {
      return new Exercise(result.source(), result.exercise().id());
    }
  }

  private final PointsLedger ledger;
  private final Achievements achievements;

  EvidenceReader(PointsLedger ledger, Achievements achievements) {
    this.ledger = ledger;
    this.achievements = achievements;
  }

  /**
   * Counts results by other policies.
   *
   * @param counted by Laurel, in the class
   * @param held those that wait for their release, of which some may replace counted ones
   */
  Counts counts(List<GradedSubmission> counted, List<GradedSubmission> held) {
    var released = held.stream().map(SubmissionName::of).collect(toSet());
    var all = new ArrayList<>(held);
    counted.stream()
        .filter(result -> !released.contains(SubmissionName.of(result)))
        .forEach(all::add);
    var now = byExercise(counted);
    var then = byExercise(all);
    long byRules = sum(now, ledger::points);
    return new Counts(
        totals(now, byRules),
        totals(then, byRules),
        sum(then, ledger::points) - byRules,
        completed(then) - completed(now),
        counted.stream()
            .filter(result -> result.kind() == Kind.adjustment)
            .mapToLong(GradedSubmission::points)
            .sum());
  }

  private static Collection<List<GradedSubmission>> byExercise(List<GradedSubmission> results) {
    return results.stream().collect(groupingBy(Exercise::of)).values();
  }

  private Map<Policy.Type, Long> totals(
      Collection<List<GradedSubmission>> byExercise, long byRules) {
    var totals = new EnumMap<Policy.Type, Long>(Policy.Type.class);
    Explanations.policies()
        .forEach(
            policy ->
                totals.put(
                    policy, sum(byExercise, results -> ledger.points(results, policy)) - byRules));
    return totals;
  }

  private static long sum(
      Collection<List<GradedSubmission>> byExercise, ToIntFunction<List<GradedSubmission>> points) {
    return byExercise.stream().mapToLong(points::applyAsInt).sum();
  }

  private static int completed(Collection<List<GradedSubmission>> byExercise) {
    return (int)
        byExercise.stream()
            .filter(results -> results.stream().anyMatch(GradedSubmission::completed))
            .count();
  }

  /** Adds up the points of achievements. */
  Bonus bonus(Collection<String> reported, Collection<String> computed) {
    var ids = Stream.concat(reported.stream(), computed.stream()).collect(toSet());
    var points = achievements.points(ids);
    return new Bonus(
        reported.stream().mapToLong(id -> points.getOrDefault(id, 0)).sum(),
        computed.stream().mapToLong(id -> points.getOrDefault(id, 0)).sum());
  }

  /** The streak of the days with completed work, if every day were required; null without any. */
  static Side.Streak everyDay(List<GradedSubmission> results) {
    var days = new TreeSet<LocalDate>();
    results.stream()
        .filter(GradedSubmission::completed)
        .forEach(result -> days.add(LocalDate.ofInstant(result.submittedAt(), result.timeZone())));
    return days.isEmpty() ? null : everyDay(days);
  }

  private static Side.Streak everyDay(Set<LocalDate> days) {
    int run = 0;
    int longest = 0;
    LocalDate last = null;
    for (var day : days) {
      run = last != null && last.plusDays(1).equals(day) ? run + 1 : 1;
      longest = Math.max(longest, run);
      last = day;
    }
    return new Side.Streak(run, last, longest);
  }
}
