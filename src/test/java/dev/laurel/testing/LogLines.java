package dev.laurel.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Collects the log records of a category and those below it in this JVM, while open. */
public final class LogLines extends Handler implements AutoCloseable {
  private final List<LogRecord> lines = new CopyOnWriteArrayList<>();
  private final Logger logger;

  /**
   * @param category empty for all
   */
  public LogLines(String category) {
    logger = Logger.getLogger(category);
    logger.addHandler(this);
  }

  public List<LogRecord> all() {
    return List.copyOf(lines);
  }

  /** Compares numbers, since the log manager has its own level objects. */
  public List<Level> levels() {
    return lines.stream().map(line -> Level.parse(line.getLevel().intValue() + "")).toList();
  }

  @Override
  public void publish(LogRecord line) {
    lines.add(line);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
  }
}
