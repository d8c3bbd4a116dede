package dev.laurel.outage;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/** Tracks whether one dependency works; logs when that changes, and only then. Thread-safe. */
final class Outage {
  /**
   * How long no use must have failed before an outage is over: longer than a pool keeps connections
   * that broke during the outage, each of which fails once more.
   */
  static final Duration QUIET = Duration.ofSeconds(15);

  private final Logger log;
  private final String what;
  private final Duration quiet;
  private final LongSupplier nanos;
  private volatile boolean on;
  private long begun;
  private long lastFailure;

  /**
   * @param category the log category
   * @param what the dependency's name, the beginning of each line: {@code PostgreSQL}
   */
  Outage(String category, String what, Duration quiet) {
    this(category, what, quiet, System::nanoTime);
  }

  /**
   * @param nanos the time, as {@link System#nanoTime} tells it
   */
  Outage(String category, String what, Duration quiet, LongSupplier nanos) {
    this.log = Logger.getLogger(category);
    this.what = what;
    this.quiet = quiet;
    this.nanos = nanos;
  }

  /** Records a failure: a warning the first time since it worked, DEBUG after that. */
  synchronized void failed(Throwable cause) {
    lastFailure = nanos.getAsLong();
    if (on) {
      log.debugf("%s: failed again (%s)", what, reason(cause));
      return;
    }
    on = true;
    begun = lastFailure;
    log.warnf("%s: failed (%s); trying until it works again", what, reason(cause));
  }

  /** Records a success, which ends the outage if nothing has failed for a while. */
  synchronized void worked() {
    var now = nanos.getAsLong();
    if (on && now - lastFailure >= quiet.toNanos()) {
      on = false;
      log.infof("%s: works again after %d ms", what, TimeUnit.NANOSECONDS.toMillis(now - begun));
    }
  }

  /** True from a failure until the end of the outage is logged. */
  boolean isOn() {
    return on;
  }

  private static String reason(Throwable cause) {
    var message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message.replaceAll("\\s+", " ");
  }
}
