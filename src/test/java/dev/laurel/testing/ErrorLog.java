package dev.laurel.testing;

import java.util.List;
import java.util.logging.Level;

/** Collects what the application in this JVM logs at ERROR, while open. */
public final class ErrorLog implements AutoCloseable {
  private final LogLines log = new LogLines("");

  public List<String> messages() {
    return log.all().stream()
        .filter(line -> line.getLevel().intValue() >= Level.SEVERE.intValue())
        .map(line -> line.getLoggerName() + ": " + line.getMessage() + " " + line.getThrown())
        .toList();
  }

  @Override
  public void close() {
    log.close();
  }
}
