package dev.laurel.outage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.testing.Fresh;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutageTest {
  private final String category = Fresh.id("laurel.outage-test");
  private final Logger logger = Logger.getLogger(category);
  private final List<LogRecord> lines = new CopyOnWriteArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          lines.add(line);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };
  private final Outage outage = new Outage(category, "The mill");

  @BeforeEach
  void listen() {
    logger.addHandler(handler);
  }

  @AfterEach
  void stopListening() {
    logger.removeHandler(handler);
  }

  @Test
  void isToldOnceWhenItBeginsAndOnceWhenItEnds() {
    // When
    for (int i = 0; i < 100; i++) {
      outage.begin(new IOException("no wind"));
    }
    var lasted = outage.end();
    outage.end();

    // Then
    assertEquals(List.of(Level.WARNING, Level.INFO), levels());
    assertTrue(lasted.isPresent());
  }

  @Test
  void isToldAgainWhenItComesAgain() {
    // Given
    outage.begin(new IOException("no wind"));
    outage.end();

    // When
    outage.begin(new IOException("no grain"));

    // Then
    assertEquals(List.of(Level.WARNING, Level.INFO, Level.WARNING), levels());
    assertTrue(outage.isOn());
  }

  @Test
  void whatAlwaysWorkedNeedsNoWord() {
    // When
    var lasted = outage.end();

    // Then
    assertTrue(lasted.isEmpty());
    assertEquals(List.of(), levels());
  }

  /** By their numbers: the log manager has level objects of its own. */
  private List<Level> levels() {
    return lines.stream().map(line -> Level.parse(line.getLevel().intValue() + "")).toList();
  }
}
