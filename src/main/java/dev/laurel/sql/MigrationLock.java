package dev.laurel.sql;

import io.quarkus.flyway.FlywayConfigurationCustomizer;
import jakarta.inject.Singleton;
import java.util.Map;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * Has the lock by which one node migrates and the others wait held by a session, and not by a
 * transaction: that would be idle for as long as a migration takes, and be ended for it; and {@code
 * create index concurrently} would wait for it forever.
 */
@Singleton
class MigrationLock implements FlywayConfigurationCustomizer {
  @Override
  public void customize(FluentConfiguration configuration) {
    configuration.configuration(Map.of("flyway.postgresql.transactional.lock", "false"));
  }
}
