package dev.laurel.sql;

import io.quarkus.flyway.FlywayConfigurationCustomizer;
import jakarta.inject.Singleton;
import java.util.Map;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * Makes Flyway hold its lock, for which the other nodes wait, by a session instead of a
 * transaction. A transaction would sit idle during a long migration until the server ended it, and
 * {@code create index concurrently} would wait for it forever.
 */
@Singleton
class MigrationLock implements FlywayConfigurationCustomizer {
  @Override
  public void customize(FluentConfiguration configuration) {
    configuration.configuration(Map.of("flyway.postgresql.transactional.lock", "false"));
  }
}
