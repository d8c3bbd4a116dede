package dev.laurel.audit;

import dev.laurel.outage.DatabaseSchedule;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import org.jboss.logging.Logger;

/** Deletes old entries of the audit log in the background. */
@ApplicationScoped
class AuditPruning {
  private static final Logger LOG = Logger.getLogger("laurel.audit");
  private static final int CHUNK = 1_000;

  private final AuditLog log;
  private final AuditConfig config;
  private final DatabaseSchedule schedule;
  private final Clock clock;

  AuditPruning(AuditLog log, AuditConfig config, DatabaseSchedule schedule, Clock clock) {
    this.log = log;
    this.config = config;
    this.schedule = schedule;
    this.clock = clock;
  }

  void start(@Observes StartupEvent event) {
    schedule.every(config.pruneInterval(), LOG, "audit log not pruned", this::prune);
  }

  /** Deletes what is too old, in parts. Blocks. */
  void prune() {
    var horizon = clock.instant().minus(config.retention());
    int deleted = CHUNK;
    while (deleted == CHUNK && !schedule.isStopped()) {
      deleted = log.prune(horizon, CHUNK);
    }
  }
}
