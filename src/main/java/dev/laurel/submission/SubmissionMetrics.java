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

/** What operators see of the submissions. */
@Singleton
class SubmissionMetrics {
  private static final Duration[] AGES =
      Stream.of(50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 60_000, 600_000)
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final Map<Status, Counter> settled = new EnumMap<>(Status.class);
  private final Counter failed;
  private final Counter refused;
  private final Timer ages;
  private final DistributionSummary transactions;
  private final Clock clock;

  SubmissionMetrics(MeterRegistry meters, Clock clock) {
    this.clock = clock;
    for (var status : Status.values()) {
      settled.put(status, counter(meters, status.name()));
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

  /** So many are about to be committed together. */
  void committing(int submissions) {
    transactions.record(submissions);
  }

  /** One has been committed. */
  void committed(SubmissionRequest request, Status outcome) {
    settled(outcome);
    if (outcome == Status.accepted && request.gradedAt() != null) {
      var age = Duration.between(request.gradedAt(), clock.instant());
      ages.record(age.isNegative() ? Duration.ZERO : age);
    }
  }

  /** One has come to this. */
  void settled(Status outcome) {
    settled.get(outcome).increment();
  }

  /** So many could not be committed, and are for the grader to repeat. */
  void failed(int submissions) {
    failed.increment(submissions);
  }

  /** So many were not taken in, since too many are waiting. */
  void refused(int submissions) {
    refused.increment(submissions);
  }
}
