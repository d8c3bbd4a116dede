package dev.laurel.outage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.testing.Fresh;
import dev.laurel.testing.LogLines;
import java.io.IOException;
import java.util.List;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutageTest {
  private final String category = Fresh.id("laurel.outage-test");
  private final LogLines log = new LogLines(category);
  private final Outage outage = new Outage(category, "The mill");

  @AfterEach
  void stopListening() {
    log.close();
  }

  @Test
  void outageIsLoggedOnceWhenItBeginsAndOnceWhenItEnds() {
    // When
    for (int i = 0; i < 100; i++) {
      outage.begin(new IOException("no wind"));
    }
    var lasted = outage.end();
    outage.end();

    // Then
    assertEquals(List.of(Level.WARNING, Level.INFO), log.levels());
    assertTrue(lasted.isPresent());
  }

  @Test
  void secondOutageIsLoggedAgain() {
    // Given
    outage.begin(new IOException("no wind"));
    outage.end();

    // When
    outage.begin(new IOException("no grain"));

    // Then
    assertEquals(List.of(Level.WARNING, Level.INFO, Level.WARNING), log.levels());
    assertTrue(outage.isOn());
  }

  @Test
  void successWithoutOutageLogsNothing() {
    // When
    var lasted = outage.end();

    // Then
    assertTrue(lasted.isEmpty());
    assertEquals(List.of(), log.levels());
  }
}
