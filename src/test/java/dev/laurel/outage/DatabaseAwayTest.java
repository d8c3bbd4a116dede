package dev.laurel.outage;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.testing.Fresh;
import dev.laurel.testing.LogLines;
import dev.laurel.testing.PostgresProcess;
import dev.laurel.testing.RedisProcess;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalPropertiesReader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When periodic jobs are skipped, and which of their failures are logged. */
class DatabaseAwayTest {
  private static final Duration OFTEN = Duration.ofMillis(10);
  private static final Duration NEVER = Duration.ofDays(1);

  private final String room = Fresh.id("job-failures-test");
  private final String job = room + ".prune";
  private final LogLines log = new LogLines("laurel." + room);
  private final PostgresProcess postgres = PostgresProcess.atPort(RedisProcess.freePort());

  @AfterEach
  void close() {
    postgres.close();
    log.close();
  }

  @Test
  void failingJobIsLoggedOnceUntilItSucceeds() throws SQLException {
    try (var node = new Node(NEVER)) {
      // When
      node.failures.failed(job, new IllegalStateException("turn 1"));
      node.failures.failed(job, new IllegalStateException("turn 2"));
      node.failures.succeeded(job);
      node.failures.failed(job, new IllegalStateException("turn 4"));

      // Then
      assertEquals(List.of(Level.WARNING, Level.WARNING), log.levels());
      assertEquals(
          List.of("turn 1", "turn 4"),
          log.all().stream().map(line -> line.getThrown().getMessage()).toList());
    }
  }

  @Test
  void failureOfAJobInHandWhileTheNodeStopsIsNoWarning() throws SQLException {
    try (var node = new Node(NEVER)) {
      // When
      node.database.stop(new ShutdownEvent());
      node.failures.failed(job, new IllegalStateException("EntityManagerFactory is closed"));

      // Then
      assertEquals(List.of(), log.levels());
    }
  }

  @Test
  void failureCausedByTheDatabaseIsNotLoggedAndStartsACheck() throws SQLException {
    try (var node = new Node(NEVER)) {
      // When
      node.failures.failed(job, new IllegalStateException(new SQLException("terminated", "57P01")));

      // Then
      await().until(node.watch::isAway);
      assertEquals(List.of(), log.levels());
    }
  }

  @Test
  void executionsAreSkippedWhileTheDatabaseIsAway() throws SQLException {
    try (var node = new Node(OFTEN)) {
      // When
      await().until(node.watch::isAway);

      // Then
      assertTrue(node.database.test(null));

      // When
      postgres.startAgain();

      // Then
      await().until(() -> !node.database.test(null));
    }
  }

  @Test
  void executionsAreSkippedOnceTheNodeStops() throws SQLException {
    try (var node = new Node(NEVER)) {
      // Given
      assertFalse(node.database.test(null));

      // When
      node.database.stop(new ShutdownEvent());

      // Then
      assertTrue(node.database.test(null));
      assertTrue(node.database.isStopping());
    }
  }

  /** Uses a pool of connections to {@link #postgres}, which may not be running. */
  private final class Node implements AutoCloseable {
    private final AgroalDataSource pool;
    private final DatabaseWatch watch;
    private final DatabaseAway database;
    private final JobFailures failures;

    Node(Duration checkInterval) throws SQLException {
      var address = postgres.settings();
      pool =
          AgroalDataSource.from(
              new AgroalPropertiesReader()
                  .readProperties(
                      Map.of(
                          "maxSize", "1",
                          "jdbcUrl", address.get("quarkus.datasource.jdbc.url"),
                          "principal", address.get("quarkus.datasource.username"),
                          "credential", address.get("quarkus.datasource.password"))));
      watch =
          new DatabaseWatch(
              pool,
              new DatabaseClock(Clock.systemUTC()),
              checkInterval,
              Duration.ofSeconds(1),
              () -> {},
              new SimpleMeterRegistry());
      database = new DatabaseAway(watch);
      failures = new JobFailures(watch, database);
    }

    @Override
    public void close() {
      watch.close();
      pool.close();
    }
  }
}
