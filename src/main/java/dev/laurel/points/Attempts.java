package dev.laurel.points;

import static java.util.Comparator.comparing;

import dev.laurel.rules.ProblemRule;
import dev.laurel.submission.GradedSubmission;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * The results of a user for an exercise within one class, which are counted by its rules. The
 * policy decides the points alone: an exercise is completed, perfect or solved at the first attempt
 * if any result is.
 *
 * @param results at least one, that are kept
 * @param expired what others came to before they expired; {@link Best#NONE} without any
 */
record Attempts(ProblemRule rule, List<GradedSubmission> results, Best expired) {
  /** The same whatever order the results arrive in. */
  private static final Comparator<GradedSubmission> ORDER =
      comparing(GradedSubmission::submittedAt)
          .thenComparing(GradedSubmission::attemptNumber)
          .thenComparing(GradedSubmission::submissionId);

  /** A result alone, by rules that need no other. */
  static Best of(ProblemRule rule, GradedSubmission result) {
    return Best.of(result, worth(rule, result));
  }

  private static int worth(ProblemRule rule, GradedSubmission result) {
    return rule.points() == null || result.givenPoints() != null
        ? result.points()
        : result.pointsOf(rule.points());
  }

  /** Those that have expired are the least, or a part of the sum. */
  Best counted() {
    var best = best(result -> worth(rule, result));
    return switch (rule.policy().type()) {
      case best -> expired.or(best);
      case last -> expired.or(like(best, latest()));
      case first -> expired.or(like(best, results.stream().min(ORDER).orElseThrow()));
      case average -> expired.or(best.with(mean(), Best.of(latest(), 0).reachedAt()));
      case sum -> sum();
      case penalty_per_attempt -> expired.or(best(this::penalised));
    };
  }

  private Best sum() {
    return Best.sum(
        Stream.concat(
                Stream.of(expired).filter(part -> !part.equals(Best.NONE)),
                results.stream().map(result -> of(rule, result)))
            .toList());
  }

  private Best best(ToIntFunction<GradedSubmission> points) {
    return results.stream()
        .map(result -> Best.of(result, points.applyAsInt(result)))
        .reduce(Best.NONE, Best::or);
  }

  private GradedSubmission latest() {
    return results.stream().max(ORDER).orElseThrow();
  }

  private Best like(Best best, GradedSubmission result) {
    var counted = of(rule, result);
    return best.with(counted.points(), counted.reachedAt());
  }

  private int mean() {
    return results.stream()
        .map(result -> BigDecimal.valueOf(worth(rule, result)))
        .reduce(BigDecimal.ZERO, BigDecimal::add)
        .divide(BigDecimal.valueOf(results.size()), 0, RoundingMode.HALF_UP)
        .intValueExact();
  }

  /** Points below 0 stay as they are. */
  private int penalised(GradedSubmission result) {
    int points = worth(rule, result);
    long off = (long) rule.policy().percent() * (result.attemptNumber() - 1);
    long percent = Math.max(rule.policy().floor(), 100 - off);
    return points <= 0
        ? points
        : BigDecimal.valueOf(points * percent)
            .divide(BigDecimal.valueOf(100), 0, RoundingMode.HALF_UP)
            .intValueExact();
  }
}
