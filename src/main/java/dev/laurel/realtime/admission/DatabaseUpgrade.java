package dev.laurel.realtime.admission;

import dev.laurel.outage.DatabaseWatch;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/** Opens no socket that would have nothing to show while the database is away. */
@ApplicationScoped
class DatabaseUpgrade implements HttpUpgradeCheck {
  private final DatabaseWatch database;

  DatabaseUpgrade(DatabaseWatch database) {
    this.database = database;
  }

  @Override
  public Uni<CheckResult> perform(HttpUpgradeContext context) {
    return database.isAway()
        ? CheckResult.rejectUpgrade(503, Map.of("Retry-After", List.of("2")))
        : CheckResult.permitUpgrade();
  }
}
