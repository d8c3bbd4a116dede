package dev.laurel.realtime.personal;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** What operators see of the delivery of personal events. */
@Singleton
public class DeliveryMetrics {
  private static final Duration[] LATENCIES =
      millis(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000);

  private static final Duration[] AGES =
      millis(25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 60_000, 600_000);

  private final Counter recovered;
  private final Counter unrecovered;
  private final Counter gaps;
  private final Timer deliveries;
  private final Timer ages;
  private final Timer repairs;
  private final Timer reconciliation;
  private final DistributionSummary reads;
  private final Clock clock;

  DeliveryMetrics(MeterRegistry meters, Clock clock) {
    this.clock = clock;
    recovered = recoveries(meters, true);
    unrecovered = recoveries(meters, false);
    gaps =
        Counter.builder("laurel.realtime.gaps")
            .description("Hints that did not follow on what had been delivered")
            .register(meters);
    deliveries =
        Timer.builder("laurel.realtime.deliveries")
            .description(
                "Events given to the network, by how long ago they were written to the log")
            .serviceLevelObjectives(LATENCIES)
            .register(meters);
    ages =
        Timer.builder("laurel.realtime.age")
            .description(
                "Events that the network has taken, by how long ago their result was graded")
            .serviceLevelObjectives(AGES)
            .register(meters);
    repairs =
        Timer.builder("laurel.realtime.repairs")
            .description(
                "Deliveries that needed the log because hints were lost, by the age of their oldest"
                    + " event")
            .register(meters);
    reconciliation =
        Timer.builder("laurel.realtime.reconciliation")
            .description("Comparisons of the logs of all connected users with what was delivered")
            .register(meters);
    reads =
        DistributionSummary.builder("laurel.realtime.log.reads")
            .description("Queries of logs, by how many sockets' questions each answered")
            .register(meters);
  }

  private static Duration[] millis(long... bounds) {
    return LongStream.of(bounds).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
  }

  private static Counter recoveries(MeterRegistry meters, boolean recovered) {
    return Counter.builder("laurel.realtime.recoveries")
        .description("Sockets that resumed, by whether the log still had all that they missed")
        .tag("recovered", Boolean.toString(recovered))
        .register(meters);
  }

  /** A socket was opened by a client that resumes. */
  void resumed(boolean recoverable) {
    (recoverable ? recovered : unrecovered).increment();
  }

  /**
   * An event was given to the network soon after it was written. Replays are not counted.
   *
   * @param writtenAt in milliseconds since the epoch, by the clock of the node that did
   */
  public void delivered(long writtenAt) {
    record(deliveries, writtenAt);
  }

  /**
   * The network has taken all of an event soon after it was written. Replays are not counted.
   *
   * @param gradedAt when the oldest result behind it was graded, in milliseconds since the epoch,
   *     by the grader's clock
   */
  public void arrived(long gradedAt) {
    record(ages, gradedAt);
  }

  private void record(Timer timer, long since) {
    timer.record(Math.max(0, clock.millis() - since), TimeUnit.MILLISECONDS);
  }

  /** A hint left something out. */
  void gap() {
    gaps.increment();
  }

  /**
   * What hints had left out has been delivered.
   *
   * @param oldest when the first of it was written, by the clock of the node that did
   */
  void repaired(Instant oldest) {
    var age = Duration.between(oldest, clock.instant());
    repairs.record(age.isNegative() ? Duration.ZERO : age);
  }

  /** All connected users' logs were compared with what was delivered. */
  void reconciled(Duration took) {
    reconciliation.record(took);
  }

  /** One query answered this many questions. */
  void read(int questions) {
    reads.record(questions);
  }
}
