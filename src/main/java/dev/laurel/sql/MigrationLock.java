package dev.laurel.sql;

import io.agroal.api.AgroalDataSource;
import io.quarkus.flyway.FlywayConfigurationCustomizer;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.Map;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.postgresql.Driver;

/**
 * Chooses how Flyway holds its lock, for which the other nodes wait: by a session, which may be
 * idle for as long as a migration takes, or, behind a pooler that gives each transaction another
 * session, by a transaction on {@link PooledMigrations}.
 */
@Singleton
class MigrationLock implements FlywayConfigurationCustomizer {
  private static final String TRANSACTIONAL_LOCK = "flyway.postgresql.transactional.lock";

  /** Prepared statements belong to a session too: whoever turns them off has a pooler. */
  private static final String PREPARE_THRESHOLD = "prepareThreshold";

  private PooledMigrations pooled;

  @Override
  public void customize(FluentConfiguration configuration) {
    // With an address of its own, Flyway has another data source, for which a session is right.
    if (configuration.getDataSource() instanceof AgroalDataSource pool && isPooler(pool)) {
      configuration.configuration(Map.of(TRANSACTIONAL_LOCK, "true"));
      try {
        pooled = new PooledMigrations(pool);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
      configuration.dataSource(pooled.dataSource());
    } else {
      configuration.configuration(Map.of(TRANSACTIONAL_LOCK, "false"));
    }
  }

  private static boolean isPooler(AgroalDataSource pool) {
    var factory =
        pool.getConfiguration().connectionPoolConfiguration().connectionFactoryConfiguration();
    var properties = Driver.parseURL(factory.jdbcUrl(), factory.jdbcProperties());
    return properties != null && "0".equals(properties.getProperty(PREPARE_THRESHOLD));
  }

  @PreDestroy
  void close() {
    if (pooled != null) {
      pooled.close();
    }
  }
}
