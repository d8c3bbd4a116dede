package dev.laurel.achievement.criterion;

import dev.laurel.leaderboard.Board;
import dev.laurel.submission.SubmissionRequest;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * The condition for earning an achievement: a {@link Count}, a {@link Combination} of conditions,
 * or {@link Granted}.
 */
public sealed interface Criterion {

  /** True if it is met by a user whose counts are as given. */
  boolean isMetBy(ToLongFunction<Count> measures);

  /** The part of it that is met, from 0 to 1. */
  double part(ToLongFunction<Count> measures);

  /** All counts, those of combinations too. */
  Stream<Count> counts();

  /** True if results may meet it. */
  default boolean isCounted() {
    return counts().findAny().isPresent();
  }

  /** True if results have to be read to evaluate it. */
  default boolean needsResults() {
    return counts().anyMatch(Count::needsResults);
  }

  /** True if the result of a request may be what meets it. */
  default boolean mayBeMetBy(SubmissionRequest request) {
    return counts().anyMatch(count -> count.mayChangeWith(request));
  }

  /**
   * A number that must reach a threshold.
   *
   * @param metric the name of a grader's number, with {@link Measure#metric}; null otherwise
   */
  record Count(Measure measure, String metric, Narrowing narrowing, long threshold)
      implements Criterion {
    @Override
    public boolean isMetBy(ToLongFunction<Count> measures) {
      return measures.applyAsLong(this) >= threshold;
    }

    @Override
    public double part(ToLongFunction<Count> measures) {
      return Math.max(0, Math.min(1, (double) measures.applyAsLong(this) / threshold));
    }

    @Override
    public Stream<Count> counts() {
      return Stream.of(this);
    }

    /** The board whose standings have the number; empty if it has to be counted otherwise. */
    public Optional<Board> board() {
      if (!measure.isInTally()) {
        return Optional.empty();
      } else if (narrowing.equals(Narrowing.NONE)) {
        return Optional.of(Board.GLOBAL);
      }
      return Optional.ofNullable(narrowing.classId())
          .filter(classId -> narrowing.equals(Narrowing.ofClass(classId)))
          .map(Board::ofClass);
    }

    /** True if it is the streak that users are shown. */
    public boolean isStreak() {
      return measure == Measure.streak && narrowing.equals(Narrowing.NONE);
    }

    @Override
    public boolean needsResults() {
      return !isStreak() && board().isEmpty();
    }

    private boolean mayChangeWith(SubmissionRequest request) {
      return narrowing.mayMatch(request)
          && (metric == null
              || (request.metrics() == null
                  ? request.revision() > 1
                  : request.metrics().containsKey(metric)));
    }
  }

  /** A condition that no result meets: people and other systems give the achievement. */
  record Granted() implements Criterion {
    @Override
    public boolean isMetBy(ToLongFunction<Count> measures) {
      return false;
    }

    @Override
    public double part(ToLongFunction<Count> measures) {
      return 0;
    }

    @Override
    public Stream<Count> counts() {
      return Stream.empty();
    }
  }

  /**
   * Some of several conditions.
   *
   * @param least how many must be met
   */
  record Combination(int least, List<Criterion> of) implements Criterion {
    public Combination {
      of = List.copyOf(of);
    }

    @Override
    public boolean isMetBy(ToLongFunction<Count> measures) {
      return of.stream().filter(criterion -> criterion.isMetBy(measures)).limit(least).count()
          == least;
    }

    @Override
    public double part(ToLongFunction<Count> measures) {
      return of.stream()
          .map(criterion -> criterion.part(measures))
          .sorted(Comparator.reverseOrder())
          .limit(least)
          .mapToDouble(part -> part / least)
          .sum();
    }

    @Override
    public Stream<Count> counts() {
      return of.stream().flatMap(Criterion::counts);
    }
  }
}
