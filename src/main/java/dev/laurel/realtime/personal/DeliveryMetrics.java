package dev.laurel.realtime.personal;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The metrics of the delivery of personal events. */
@Singleton
class DeliveryMetrics {
  private final Counter recovered;
  private final Counter unrecovered;
  private final Counter gaps;
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

  private static Counter recoveries(MeterRegistry meters, boolean recovered) {
    return Counter.builder("laurel.realtime.recoveries")
        .description("Sockets that resumed, by whether the log still had all that they missed")
        .tag("recovered", Boolean.toString(recovered))
        .register(meters);
  }

  void resumed(boolean recoverable) {
    (recoverable ? recovered : unrecovered).increment();
  }

  /** A hint did not follow on what was delivered. */
  void gap() {
    gaps.increment();
  }

  /**
   * Events whose hints were lost have been delivered, the first of them written at {@code oldest}.
   */
  void repaired(Instant oldest) {
    var age = Duration.between(oldest, clock.instant());
    repairs.record(age.isNegative() ? Duration.ZERO : age);
  }

  void reconciled(Duration took) {
    reconciliation.record(took);
  }

  void read(int questions) {
    reads.record(questions);
  }
}
