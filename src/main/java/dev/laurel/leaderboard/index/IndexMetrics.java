package dev.laurel.leaderboard.index;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;

/** Metrics of the indexes. No proxy stands before it: its users read the fields. */
@Singleton
class IndexMetrics {
  final Timer rebuilds;
  final Counter repaired;
  final Counter fromIndex;
  final Counter fromDatabase;

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
}
