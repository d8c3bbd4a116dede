package dev.laurel.outage;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSource.FlushMode;
import io.agroal.api.configuration.supplier.AgroalConnectionFactoryConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import java.sql.SQLException;
import java.time.Duration;

/** Asks the database for a sign of life, on a connection of its own. Used on one thread only. */
final class DatabaseProbe implements AutoCloseable {
  private final AgroalDataSource connection;

  /**
   * @param pool whose address and credentials are used
   * @param timeout how long connecting, and how long an answer may take
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

  /** Blocks until the database answers, or throws once that has taken too long. */
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
