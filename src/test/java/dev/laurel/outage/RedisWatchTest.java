package dev.laurel.outage;

import static java.util.logging.Level.INFO;
import static java.util.logging.Level.WARNING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.testing.LogLines;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RedisWatchTest {
  private static final IOException REFUSED = new IOException("refused");

  private final LogLines log = new LogLines("laurel.redis");
  private final RedisWatch watch = new RedisWatch(Duration.ZERO);
  private final RedisWatch.Use publishing = watch.constantUse("publishing");
  private final RedisWatch.Use subscribing = watch.constantUse("subscribing");
  private final RedisWatch.Use tickets = watch.occasionalUse("tickets");

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void workingUseLogsNothing() {
    // When
    var lasted = publishing.worked();

    // Then
    assertTrue(lasted.isEmpty());
    assertEquals(List.of(), log.levels());
  }

  @Test
  void onlyTheFirstFailureIsLogged() {
    // When
    for (int i = 0; i < 100; i++) {
      tickets.failed(REFUSED);
      subscribing.failed(REFUSED);
      publishing.failed(REFUSED);
    }

    // Then
    assertEquals(List.of(WARNING), log.levels());
  }

  @Test
  void endIsLoggedWhenAllConstantUsesWorkAgain() {
    // Given
    publishing.failed(REFUSED);
    subscribing.failed(REFUSED);

    // When
    publishing.worked();

    // Then
    assertEquals(List.of(WARNING), log.levels());

    // When
    subscribing.worked();
    publishing.worked();

    // Then
    assertEquals(List.of(WARNING, INFO), log.levels());
  }

  @Test
  void endDoesNotWaitForAnOccasionalUse() {
    // Given
    tickets.failed(REFUSED);

    // When
    publishing.worked();

    // Then
    assertEquals(List.of(WARNING, INFO), log.levels());
  }

  @Test
  void outageContinuesWhileAUseHasJustFailed() {
    // Given
    var patient = new RedisWatch(Duration.ofDays(1));
    patient.occasionalUse("tickets").failed(REFUSED);

    // When
    patient.constantUse("publishing").worked();

    // Then
    assertEquals(List.of(WARNING), log.levels());
  }

  @Test
  void eachUseReportsItsOwnState() {
    // When
    subscribing.failed(REFUSED);

    // Then
    assertTrue(subscribing.isFailing());
    assertFalse(publishing.isFailing());
    assertTrue(publishing.worked().isEmpty());
    assertTrue(subscribing.worked().isPresent());
    assertFalse(subscribing.isFailing());
    assertTrue(subscribing.worked().isEmpty());
  }
}
