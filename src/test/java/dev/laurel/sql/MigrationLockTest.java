package dev.laurel.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.laurel.testing.PostgresProcess;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalPropertiesReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Migrations that are started three times at once, and take longer than a session may be idle. */
class MigrationLockTest {
  private static final String TIMEOUTS = "set idle_in_transaction_session_timeout = '1s'";

  private static PostgresProcess postgres;

  @TempDir Path migrations;

  @BeforeAll
  static void start() {
    postgres = PostgresProcess.start();
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void migrationsRunOnceOnDirectConnections() throws Exception {
    migrateThreeTimes(postgres.settings().get("quarkus.datasource.jdbc.url"));
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void migrationsRunOnceBehindPgBouncer() throws Exception {
    try (var bouncer =
        PgBouncerProcess.start(postgres.settings().get("quarkus.datasource.jdbc.url"), TIMEOUTS)) {
      try (var connection = postgres.connect();
          var statement = connection.createStatement()) {
        statement.execute("create database pooled");
      }
      migrateThreeTimes(bouncer.url("pooled"));
    }
  }

  private void migrateThreeTimes(String url) throws IOException, SQLException {
    // Given
    migration("1__table", "create table thing (id int)");
    migration("2__slow", "select pg_sleep(2.5); insert into thing values (1)");
    migration("3__concurrent", "create index concurrently thing_id on thing (id)");

    // When
    var threads = Executors.newFixedThreadPool(3);
    try {
      var nodes =
          IntStream.range(0, 3)
              .mapToObj(i -> CompletableFuture.supplyAsync(() -> migrate(url), threads))
              .toList();

      // Then
      assertEquals(3, nodes.stream().mapToInt(CompletableFuture::join).sum());
    } finally {
      threads.shutdownNow();
    }
  }

  private void migration(String name, String sql) throws IOException {
    Files.writeString(migrations.resolve("V" + name + ".sql"), sql);
  }

  /** Returns how many migrations it has run. */
  private int migrate(String url) {
    var lock = new MigrationLock();
    try (var pool = pool(url)) {
      var configuration = Flyway.configure().dataSource(pool).locations("filesystem:" + migrations);
      lock.customize(configuration);
      return configuration.load().migrate().migrationsExecuted;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } finally {
      lock.close();
    }
  }

  private static AgroalDataSource pool(String url) throws SQLException {
    return AgroalDataSource.from(
        new AgroalPropertiesReader()
            .readProperties(
                Map.of(
                    "maxSize", "3",
                    "initialSql", TIMEOUTS,
                    "jdbcUrl", url,
                    "principal", "postgres",
                    "credential", "postgres")));
  }
}
