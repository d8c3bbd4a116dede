package dev.laurel.achievement.criterion;

import dev.laurel.achievement.criterion.Criterion.Count;
import dev.laurel.errors.Hundredths;
import dev.laurel.submission.Balance;
import dev.laurel.submission.GradedSubmission;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToIntFunction;

/**
 * Counts some of a user's results, added in any order: of points what they come to by the rules of
 * their classes, of other numbers of an exercise the best one, of a metric all, of days the longest
 * run. Only points may fall with a result that is added.
 */
final class Counter {
  private record ExerciseKey(String source, String id) {}

  private final Count count;
  private final ToIntFunction<List<GradedSubmission>> points;
  private final Map<ExerciseKey, Long> byExercise = new HashMap<>();
  private final Map<ExerciseKey, List<GradedSubmission>> results = new HashMap<>();
  private final TreeSet<LocalDate> days = new TreeSet<>();
  private long sum;

  /**
   * @param points what results for one exercise come to, in hundredths
   */
  Counter(Count count, ToIntFunction<List<GradedSubmission>> points) {
    this.count = count;
    this.points = points;
  }

  void add(GradedSubmission result) {
    if (!count.narrowing().matches(result)) {
      return;
    }
    switch (count.measure()) {
      case completions -> best(result, result.completions());
      case points -> addPoints(result);
      case perfect_scores -> best(result, result.perfect() ? 1 : 0);
      case first_attempt_solves -> best(result, result.solvedAtFirstAttempt() ? 1 : 0);
      case metric -> sum += result.labels().metrics().getOrDefault(count.metric(), 0L);
      case streak -> {
        var day = LocalDate.ofInstant(result.submittedAt(), result.timeZone());
        if (result.completed() && days.add(day)) {
          sum = Math.max(sum, runAround(day));
        }
        if (result.balance() != null) {
          addDays(result.balance());
        }
      }
    }
  }

  long value() {
    return count.measure() == Measure.points ? Math.floorDiv(sum, Hundredths.ONE) : sum;
  }

  private void best(GradedSubmission result, long value) {
    var key = new ExerciseKey(result.source(), result.exercise().id());
    set(key, Math.max(value, byExercise.getOrDefault(key, 0L)));
  }

  private void addPoints(GradedSubmission result) {
    var key = new ExerciseKey(result.source(), result.exercise().id());
    var ofExercise = results.computeIfAbsent(key, any -> new ArrayList<>());
    ofExercise.add(result);
    set(key, points.applyAsInt(ofExercise));
  }

  private void set(ExerciseKey key, long value) {
    var before = byExercise.put(key, value);
    sum += before == null ? value : value - before;
  }

  private void addDays(Balance balance) {
    sum = Math.max(sum, balance.longest());
    for (int i = 0; i < balance.streak(); i++) {
      days.add(balance.lastDay().minusDays(i));
    }
    if (balance.streak() > 0) {
      sum = Math.max(sum, runAround(balance.lastDay()));
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
