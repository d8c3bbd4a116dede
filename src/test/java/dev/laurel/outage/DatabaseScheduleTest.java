package dev.laurel.outage;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.testing.Fresh;
import dev.laurel.testing.LogLines;
import dev.laurel.testing.PostgresProcess;
import dev.laurel.testing.RedisProcess;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalPropertiesReader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DatabaseScheduleTest {
  private static final Duration INTERVAL = Duration.ofMillis(10);
  private static final Duration NEVER = Duration.ofDays(1);
  private static final Duration A_WHILE = Duration.ofMillis(300);

  private record Settings(Duration checkInterval, Duration checkTimeout, Duration startTimeout)
      implements DatabaseConfig {}

  private final String category = Fresh.id("laurel.schedule-test");
  private final Logger logger = Logger.getLogger(category);
  private final LogLines log = new LogLines(category);
  private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
  private final AtomicInteger turns = new AtomicInteger();
  private final PostgresProcess postgres = PostgresProcess.atPort(RedisProcess.freePort());

  @AfterEach
  void close() {
    executor.shutdownNow();
    postgres.close();
    log.close();
  }

  @Test
  void workIsDoneAgainAndAgain() throws SQLException {
    try (var node = new Node(NEVER)) {
      // When
      node.schedule.every(INTERVAL, logger, "not counted", turns::incrementAndGet);

      // Then
      await().until(() -> turns.get() > 3);
    }
  }

  @Test
  void workThatFailsIsTriedAgainAndToldOnceUntilItHasGoneWell() throws SQLException {
    try (var node = new Node(NEVER)) {
      // When the first three turns fail, and the fifth
      node.schedule.every(
          INTERVAL,
          logger,
          "not counted",
          () -> {
            int turn = turns.incrementAndGet();
            if (turn <= 3 || turn == 5) {
              throw new IllegalStateException("turn " + turn);
            }
          });

      // Then
      await().until(() -> turns.get() > 6);
      assertEquals(List.of(Level.WARNING, Level.WARNING), log.levels());
      assertEquals(
          List.of("turn 1", "turn 5"),
          log.all().stream().map(line -> line.getThrown().getMessage()).toList());
    }
  }

  @Test
  void whatTheDatabaseIsToBlameForIsForTheWatchToTell() throws SQLException {
    try (var node = new Node(NEVER)) {
      // When
      node.schedule.every(
          INTERVAL,
          logger,
          "not counted",
          () -> {
            turns.incrementAndGet();
            throw new IllegalStateException(new SQLException("terminated", "57P01"));
          });

      // Then
      await().until(() -> turns.get() > 0);
      await().until(node.watch::isAway);
      assertEquals(List.of(), log.levels());
    }
  }

  @Test
  void turnsThatFallIntoAnOutageAreLeftOut() throws SQLException {
    try (var node = new Node(INTERVAL)) {
      // Given
      await().until(node.watch::isAway);

      // When
      var turn = node.schedule.every(INTERVAL, logger, "not counted", turns::incrementAndGet);
      turn.run();

      // Then
      await().during(A_WHILE).until(() -> turns.get() == 0);

      // When
      postgres.startAgain();

      // Then
      await().until(() -> turns.get() > 0);
    }
  }

  @Test
  void nothingIsBegunOnceTheNodeGoes() throws Exception {
    try (var node = new Node(NEVER)) {
      // Given
      var turn = node.schedule.every(INTERVAL, logger, "not counted", turns::incrementAndGet);
      await().until(() -> turns.get() > 0);

      // When
      node.schedule.close();
      executor.submit(() -> {}).get();

      // Then
      int begun = turns.get();
      turn.run();
      await().during(A_WHILE).until(() -> turns.get() == begun);
      assertTrue(node.schedule.isStopped());
    }
  }

  /** Has its pool where {@link #postgres} is, or is not. */
  private final class Node implements AutoCloseable {
    private final AgroalDataSource pool;
    private final DatabaseWatch watch;
    private final DatabaseSchedule schedule;

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
              new Settings(checkInterval, Duration.ofSeconds(1), Duration.ofSeconds(1)),
              () -> {},
              new SimpleMeterRegistry());
      schedule = new DatabaseSchedule(watch, executor);
    }

    @Override
    public void close() {
      schedule.close();
      watch.close();
      pool.close();
    }
  }
}
