package dev.laurel.audit;

import dev.laurel.outage.ClockWrong;
import dev.laurel.outage.DatabaseAway;
import dev.laurel.sql.Chunks;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/** Deletes old entries of the audit log in the background. */
@ApplicationScoped
class AuditPruning {
  private static final int CHUNK = 1_000;
  private static final String INTERVAL = "1h";

  private final AuditConfig config;
  private final DatabaseAway database;
  private final Clock clock;

  AuditPruning(AuditConfig config, DatabaseAway database, Clock clock) {
    this.config = config;
    this.database = database;
    this.clock = clock;
  }

  /** Deletes entries past their retention, in chunks. Blocks. */
  @Scheduled(
      identity = "audit.prune",
      every = INTERVAL,
      delayed = INTERVAL,
      concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = ClockWrong.class)
  void prune() {
    var horizon = clock.instant().minus(config.retention());
    Chunks.repeat(
        CHUNK, () -> AuditEntry.deleteBefore(horizon, CHUNK), deleted -> !database.isStopping());
  }
}
