package dev.laurel.sql;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalConnectionFactoryConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.quarkus.runtime.annotations.RegisterForProxy;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * The connections on which Flyway migrates behind a pooler. While a migration runs on one of them,
 * the lock is held by a transaction on another, and the other nodes ask for it in transactions of
 * theirs. Such a transaction
 *
 * <ul>
 *   <li>may be idle for long: it begins by turning off the time-out that would end it;
 *   <li>keeps no snapshot, for the end of which {@code create index concurrently} would wait: the
 *       simple query mode leaves no portal open behind a query.
 * </ul>
 */
@RegisterForProxy(targets = DataSource.class)
@RegisterForProxy(targets = Connection.class)
final class PooledMigrations implements AutoCloseable {
  /** More than Flyway opens at a time. */
  private static final int MAX_SIZE = 6;

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String PARAMETERS = "preferQueryMode=simple&socketTimeout=0";
  private static final String NO_TIMEOUT = "set local idle_in_transaction_session_timeout = 0";

  private final AgroalDataSource connections;

  /**
   * @param pool provides address and credentials
   */
  PooledMigrations(AgroalDataSource pool) throws SQLException {
    var usual =
        pool.getConfiguration().connectionPoolConfiguration().connectionFactoryConfiguration();
    var url = usual.jdbcUrl();
    // In the address, since a copy of the configuration shares the original's properties.
    var factory =
        new AgroalConnectionFactoryConfigurationSupplier(usual)
            .jdbcUrl(url + (url.contains("?") ? "&" : "?") + PARAMETERS);
    this.connections =
        AgroalDataSource.from(
            new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(
                    migrating ->
                        migrating
                            .maxSize(MAX_SIZE)
                            .acquisitionTimeout(PATIENCE)
                            .flushOnClose()
                            .connectionFactoryConfiguration(factory)));
  }

  DataSource dataSource() {
    return proxy(DataSource.class, this::askDataSource);
  }

  private Object askDataSource(Method method, Object[] arguments) throws Throwable {
    var answer = invoke(connections, method, arguments);
    return answer instanceof Connection connection
        ? proxy(Connection.class, (asked, with) -> askConnection(connection, asked, with))
        : answer;
  }

  private static Object askConnection(Connection connection, Method method, Object[] arguments)
      throws Throwable {
    var answer = invoke(connection, method, arguments);
    if (method.getName().equals("setAutoCommit") && Boolean.FALSE.equals(arguments[0])) {
      try (var statement = connection.createStatement()) {
        statement.execute(NO_TIMEOUT);
      }
    }
    return answer;
  }

  @FunctionalInterface
  private interface Calls {
    Object answer(Method method, Object[] arguments) throws Throwable;
  }

  private static <T> T proxy(Class<T> type, Calls calls) {
    return type.cast(
        Proxy.newProxyInstance(
            PooledMigrations.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> calls.answer(method, arguments)));
  }

  private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  @Override
  public void close() {
    connections.close();
  }
}
