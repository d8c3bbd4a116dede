package dev.laurel.outage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.testing.Fresh;
import dev.laurel.testing.LogLines;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutageTest {
  private final String category = Fresh.id("laurel.outage-test");
  private final LogLines log = new LogLines(category);
  private final Outage outage = new Outage(category, "The mill", Duration.ZERO);
  private final AtomicLong time = new AtomicLong();

  @AfterEach
  void stopListening() {
    log.close();
  }

  @Test
  void outageIsLoggedOnceWhenItBeginsAndOnceWhenItEnds() {
    // When
    for (int i = 0; i < 100; i++) {
      outage.failed(new IOException("no wind"));
    }
    outage.worked();
    outage.worked();

    // Then
    assertEquals(List.of(Level.WARNING, Level.INFO), log.levels());
    assertFalse(outage.isOn());
  }

  @Test
  void secondOutageIsLoggedAgain() {
    // Given
    outage.failed(new IOException("no wind"));
    outage.worked();

    // When
    outage.failed(new IOException("no grain"));

    // Then
    assertEquals(List.of(Level.WARNING, Level.INFO, Level.WARNING), log.levels());
    assertTrue(outage.isOn());
  }

  @Test
  void theLogDoesNotFlipWhileAPoolHoldsConnectionsThatBroke() {
    // Given
    var patient = new Outage(category, "The mill", Outage.QUIET, time::get);
    patient.failed(new IOException("no wind"));

    // When new connections work, and one of the old ones fails now and then
    for (int broken = 0; broken < 10; broken++) {
      for (int use = 0; use < 14; use++) {
        pass(Duration.ofSeconds(1));
        patient.worked();
      }
      patient.failed(new IOException("broken"));
    }

    // Then
    assertEquals(List.of(Level.WARNING), log.levels());
    assertTrue(patient.isOn());
  }

  @Test
  void theOutageEndsWithTheFirstSuccessAfterAQuietTime() {
    // Given
    var patient = new Outage(category, "The mill", Outage.QUIET, time::get);
    patient.failed(new IOException("no wind"));
    pass(Outage.QUIET.minusMillis(1));
    patient.worked();
    assertEquals(List.of(Level.WARNING), log.levels());

    // When
    pass(Duration.ofMillis(1));
    patient.worked();

    // Then
    assertEquals(List.of(Level.WARNING, Level.INFO), log.levels());
    assertFalse(patient.isOn());
  }

  private void pass(Duration duration) {
    time.addAndGet(duration.toNanos());
  }

  @Test
  void successWithoutOutageLogsNothing() {
    // When
    outage.worked();

    // Then
    assertEquals(List.of(), log.levels());
  }
}
