package dev.laurel.outage;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.testing.LogLines;
import dev.laurel.testing.PostgresProcess;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalPropertiesReader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Fail-overs that leave sessions which answer and refuse writes, and clocks that differ. */
class DatabaseWatchTest {
  private static final Duration OFTEN = Duration.ofMillis(10);
  private static final Duration NEVER = Duration.ofDays(1);

  private static PostgresProcess postgres;

  private AgroalDataSource pool;
  private LogLines log;

  @BeforeAll
  static void start() throws SQLException {
    postgres = PostgresProcess.start();
    execute("create table written (x int)");
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @BeforeEach
  void connect() throws SQLException {
    var address = postgres.settings();
    pool =
        AgroalDataSource.from(
            new AgroalPropertiesReader()
                .readProperties(
                    Map.of(
                        "maxSize", "3",
                        "jdbcUrl", address.get("quarkus.datasource.jdbc.url"),
                        "principal", address.get("quarkus.datasource.username"),
                        "credential", address.get("quarkus.datasource.password"))));
    log = new LogLines("laurel.database");
  }

  @AfterEach
  void disconnect() throws SQLException {
    serverRefusesWrites(false);
    log.close();
    pool.close();
  }

  @Test
  void sessionsLeftReadOnlyAreDiscardedOnceAWriteFails() throws SQLException {
    var watch = watch(NEVER, Clock.systemUTC());
    try {
      // Given a pool whose sessions have all begun while the server refused writes
      serverRefusesWrites(true);
      occupyAll();
      serverRefusesWrites(false);

      // When
      var refused = assertThrows(SQLException.class, this::write);
      assertTrue(watch.isCausedByOutage(refused));

      // Then
      await().ignoreExceptions().untilAsserted(this::write);
      for (int i = 0; i < 10; i++) {
        write();
      }
      assertFalse(watch.isAway());
      assertEquals(List.of(Level.WARNING), log.levels());
    } finally {
      watch.close();
    }
  }

  @Test
  void databaseIsAwayWhileItRefusesWrites() throws SQLException {
    var watch = watch(OFTEN, Clock.systemUTC());
    try {
      // When
      serverRefusesWrites(true);
      postgres.dropConnections();

      // Then
      await().until(watch::isAway);
      await().during(Duration.ofMillis(300)).until(watch::isAway);

      // When sessions begin before writes are accepted again
      occupyAll();
      serverRefusesWrites(false);

      // Then
      await().until(() -> !watch.isAway());
      await().ignoreExceptions().untilAsserted(this::write);
      for (int i = 0; i < 10; i++) {
        write();
      }
    } finally {
      watch.close();
    }
  }

  @Test
  void clockThatDiffersIsLoggedOnce() throws SQLException {
    var fast = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));
    var watch = watch(OFTEN, fast);
    try {
      // Then
      await().until(() -> !log.levels().isEmpty());
      await()
          .during(Duration.ofMillis(300))
          .untilAsserted(() -> assertEquals(List.of(Level.WARNING), log.levels()));
      assertFalse(watch.isAway());
    } finally {
      watch.close();
    }
  }

  @Test
  void noWorkThatDependsOnTheTimeBeginsWhileClocksDiffer() throws SQLException {
    for (var hours : List.of(-1, 0, 1)) {
      var clock = new DatabaseClock(Clock.offset(Clock.systemUTC(), Duration.ofHours(hours)));
      var watch = watch(OFTEN, clock);
      try {
        // Given
        var wrong = new ClockWrong(new DatabaseAway(watch), clock);
        assertTrue(wrong.test(null));

        // When
        await().until(clock::isRead);

        // Then
        assertEquals(hours != 0, wrong.test(null));
      } finally {
        watch.close();
      }
    }
  }

  private DatabaseWatch watch(Duration interval, Clock machine) throws SQLException {
    return watch(interval, new DatabaseClock(machine));
  }

  private DatabaseWatch watch(Duration interval, DatabaseClock clock) throws SQLException {
    return new DatabaseWatch(
        pool, clock, interval, Duration.ofSeconds(3), () -> {}, new SimpleMeterRegistry());
  }

  private void occupyAll() throws SQLException {
    var connections = new ArrayList<Connection>();
    for (int i = 0; i < 3; i++) {
      connections.add(pool.getConnection());
    }
    for (var connection : connections) {
      connection.close();
    }
  }

  private void write() throws SQLException {
    try (var connection = pool.getConnection();
        var statement = connection.createStatement()) {
      statement.execute("insert into written values (1)");
    }
  }

  /** Decides for sessions that begin from now on. */
  private static void serverRefusesWrites(boolean refuses) throws SQLException {
    execute(
        "alter role postgres "
            + (refuses
                ? "set default_transaction_read_only = on"
                : "reset default_transaction_read_only"));
  }

  private static void execute(String sql) throws SQLException {
    try (var connection = postgres.connect();
        var statement = connection.createStatement()) {
      statement.execute("set default_transaction_read_only = off");
      statement.execute(sql);
    }
  }
}
