package dev.laurel.achievement.criterion;

import dev.laurel.achievement.criterion.Criterion.Count;
import dev.laurel.errors.Hundredths;
import dev.laurel.submission.GradedSubmission;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * Counts some of a user's results, added in any order: of each exercise the best one, of a metric
 * all, of days the longest run. So it never falls with a result that is added.
 */
final class Counter {
  private record ExerciseKey(String source, String id) {}

  private final Count count;
  private final Map<ExerciseKey, Long> byExercise = new HashMap<>();
  private final TreeSet<LocalDate> days = new TreeSet<>();
  private long sum;

  Counter(Count count) {
    this.count = count;
  }

  void add(GradedSubmission result) {
    if (!count.narrowing().matches(result)) {
      return;
    }
    switch (count.measure()) {
      case completions -> best(result, result.completed() ? 1 : 0);
      case points -> best(result, result.points());
      case perfect_scores -> best(result, result.perfect() ? 1 : 0);
      case first_attempt_solves -> best(result, result.solvedAtFirstAttempt() ? 1 : 0);
      case metric -> sum += result.labels().metrics().getOrDefault(count.metric(), 0L);
      case streak -> {
        var day = LocalDate.ofInstant(result.submittedAt(), result.timeZone());
        if (result.completed() && days.add(day)) {
          sum = Math.max(sum, runAround(day));
        }
      }
    }
  }

  long value() {
    return count.measure() == Measure.points ? Math.floorDiv(sum, Hundredths.ONE) : sum;
  }

  private void best(GradedSubmission result, long value) {
    var key = new ExerciseKey(result.source(), result.exercise().id());
    long before = byExercise.getOrDefault(key, 0L);
    if (value > before) {
      byExercise.put(key, value);
      sum += value - before;
    }
  }

  private long runAround(LocalDate day) {
    var first = day;
    while (days.contains(first.minusDays(1))) {
      first = first.minusDays(1);
    }
    var last = day;
    while (days.contains(last.plusDays(1))) {
      last = last.plusDays(1);
    }
    return last.toEpochDay() - first.toEpochDay() + 1;
  }
}
