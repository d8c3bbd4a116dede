package dev.laurel.outage;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSource.FlushMode;
import io.agroal.api.configuration.supplier.AgroalConnectionFactoryConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;

/**
 * Checks on a connection of its own that the database answers and can be written to, and reads its
 * clock. Used on one thread only.
 */
final class DatabaseProbe implements AutoCloseable {
  private final AgroalDataSource connection;
  private final DatabaseClock clock;

  /**
   * @param pool provides address and credentials
   * @param timeout limits connecting, and waiting for the answer
   */
  DatabaseProbe(AgroalDataSource pool, Duration timeout, DatabaseClock clock) throws SQLException {
    this.clock = clock;
    // A server that is gone leaves time for the next in the address.
    var half = Math.max(1, timeout.toSeconds() / 2);
    var factory =
        new AgroalConnectionFactoryConfigurationSupplier(
                pool.getConfiguration()
                    .connectionPoolConfiguration()
                    .connectionFactoryConfiguration())
            .loginTimeout(timeout)
            .jdbcProperty("connectTimeout", Long.toString(half))
            .jdbcProperty("sslResponseTimeout", Long.toString(1_000 * half))
            .jdbcProperty("socketTimeout", Long.toString(timeout.toSeconds()));
    this.connection =
        AgroalDataSource.from(
            new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(
                    probing ->
                        probing
                            .maxSize(1)
                            .acquisitionTimeout(timeout)
                            .connectionFactoryConfiguration(factory)));
  }

  /** Blocks until the database answers, and throws at the timeout or if it refuses writes. */
  void ask() throws SQLException {
    try (var probing = connection.getConnection();
        var statement = probing.createStatement()) {
      long begun = System.nanoTime();
      try (var row =
          statement.executeQuery(
              "select clock_timestamp(), current_setting('transaction_read_only')::boolean")) {
        row.next();
        clock.read(row.getObject(1, OffsetDateTime.class).toInstant(), begun, System.nanoTime());
        if (row.getBoolean(2)) {
          throw new SQLException("the server accepts no writes", LostDatabase.READ_ONLY);
        }
      }
    } catch (SQLException e) {
      // The next try must not be given the same dead connection.
      connection.flush(FlushMode.ALL);
      throw e;
    }
  }

  @Override
  public void close() {
    connection.close();
  }
}
