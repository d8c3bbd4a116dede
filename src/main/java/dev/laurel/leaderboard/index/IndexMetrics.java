package dev.laurel.leaderboard.index;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Metrics of the indexes. */
@ApplicationScoped
class IndexMetrics {
  private final Timer rebuilds;
  private final Counter repaired;
  private final Counter fromIndex;
  private final Counter fromDatabase;

  IndexMetrics(MeterRegistry meters) {
    rebuilds =
        Timer.builder("laurel.leaderboard.rebuilds")
            .description("Indexes made anew from the database by this node")
            .register(meters);
    repaired =
        Counter.builder("laurel.leaderboard.repaired")
            .description("Standings that a check found missing in an index")
            .register(meters);
    fromIndex = reads(meters, "index");
    fromDatabase = reads(meters, "database");
  }

  private static Counter reads(MeterRegistry meters, String source) {
    return Counter.builder("laurel.leaderboard.reads")
        .description("Questions about boards, by where the answer came from")
        .tag("source", source)
        .register(meters);
  }

  void rebuilt(Duration took) {
    rebuilds.record(took);
  }

  void repaired(int standings) {
    repaired.increment(standings);
  }

  void readFromIndex() {
    fromIndex.increment();
  }

  void readFromDatabase() {
    fromDatabase.increment();
  }
}
