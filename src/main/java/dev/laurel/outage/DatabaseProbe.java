package dev.laurel.outage;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSource.FlushMode;
import io.agroal.api.configuration.supplier.AgroalConnectionFactoryConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import java.sql.SQLException;
import java.time.Duration;

/** Checks on a connection of its own that the database answers. Used on one thread only. */
final class DatabaseProbe implements AutoCloseable {
  private final AgroalDataSource connection;

  /**
   * @param pool provides address and credentials
   * @param timeout limits connecting, and waiting for the answer
   */
  DatabaseProbe(AgroalDataSource pool, Duration timeout) throws SQLException {
    var seconds = Long.toString(timeout.toSeconds());
    var factory =
        new AgroalConnectionFactoryConfigurationSupplier(
                pool.getConfiguration()
                    .connectionPoolConfiguration()
                    .connectionFactoryConfiguration())
            .loginTimeout(timeout)
            .jdbcProperty("connectTimeout", seconds)
            .jdbcProperty("socketTimeout", seconds);
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

  /** Blocks until the database answers, and throws at the timeout. */
  void ask() throws SQLException {
    try (var probing = connection.getConnection();
        var statement = probing.createStatement()) {
      statement.execute("select 1");
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
