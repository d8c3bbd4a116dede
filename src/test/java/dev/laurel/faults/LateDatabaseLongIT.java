package dev.laurel.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.testing.LaurelProcess;
import dev.laurel.testing.PostgresProcess;
import dev.laurel.testing.RedisProcess;
import dev.laurel.testing.TestTokens;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Starts the service before its database. */
class LateDatabaseLongIT {
  private final PostgresProcess postgres = PostgresProcess.atPort(RedisProcess.freePort());

  @Test
  void startWaitsForTheDatabaseAndMigratesIt() {
    try (postgres;
        var laurel = new LaurelProcess(environment("60s"))) {
      // Given
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> laurel.log().contains("PostgreSQL does not answer"));

      // When
      postgres.startAgain();

      // Then
      laurel.awaitReady();
      assertEquals(
          1, laurel.log().lines().filter(line -> line.contains("does not answer")).count());
    }
  }

  @Test
  void startFailsWithOneLineAfterTheTimeout() {
    try (var laurel = new LaurelProcess(environment("1s"))) {
      // When
      int exit = laurel.awaitExit();

      // Then
      assertEquals(1, exit);
      var last = laurel.log().lines().reduce((before, line) -> line).orElse("");
      assertTrue(last.matches("laurel: PostgreSQL does not answer \\(.*\\)"), laurel::log);
    }
  }

  private Map<String, String> environment(String patience) {
    var settings = new HashMap<>(postgres.settings());
    settings.put("quarkus.redis.hosts", "redis://127.0.0.1:1");
    settings.put("laurel.auth.hs256-secret", TestTokens.SECRET);
    settings.put("laurel.demo", "false");
    settings.put("laurel.database.start-timeout", patience);
    return LaurelProcess.environment(settings);
  }
}
