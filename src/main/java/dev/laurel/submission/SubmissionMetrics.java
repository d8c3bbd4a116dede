package dev.laurel.submission;

import dev.laurel.submission.Outcome.Status;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;

/** Metrics of submissions. */
@Singleton
class SubmissionMetrics {
  private static final Duration[] AGES =
      Stream.of(50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 60_000, 600_000)
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final Map<Status, Counter> outcomes = new EnumMap<>(Status.class);
  private final Counter failed;
  private final Counter refused;
  private final Timer ages;
  private final DistributionSummary transactions;
  private final Clock clock;

  SubmissionMetrics(MeterRegistry meters, Clock clock) {
    this.clock = clock;
    for (var status : Status.values()) {
      outcomes.put(status, counter(meters, status.name()));
    }
    failed = counter(meters, "failed");
    refused = counter(meters, "refused");
    ages =
        Timer.builder("laurel.submissions.age")
            .description("Accepted submissions, by the time from graded_at to the commit")
            .serviceLevelObjectives(AGES)
            .register(meters);
    transactions =
        DistributionSummary.builder("laurel.submissions.transaction.size")
            .description("Submissions that shared a transaction")
            .register(meters);
  }

  private static Counter counter(MeterRegistry meters, String outcome) {
    return Counter.builder("laurel.submissions")
        .description("Submissions, by what became of them")
        .tag("outcome", outcome)
        .register(meters);
  }

  void committing(int submissions) {
    transactions.record(submissions);
  }

  void committed(SubmissionRequest request, Status outcome) {
    count(outcome);
    if (outcome == Status.accepted && request.gradedAt() != null) {
      var age = Duration.between(request.gradedAt(), clock.instant());
      ages.record(age.isNegative() ? Duration.ZERO : age);
    }
  }

  void count(Status outcome) {
    outcomes.get(outcome).increment();
  }

  /** Counts submissions that could not be committed; the grader repeats them. */
  void failed(int submissions) {
    failed.increment(submissions);
  }

  /** Counts submissions refused because the queue is full. */
  void refused(int submissions) {
    refused.increment(submissions);
  }
}
