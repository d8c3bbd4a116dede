package dev.laurel.outage;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/**
 * Whether one thing works at present; says in the log when that changes, and only then.
 * Thread-safe.
 */
public final class Outage {
  private final Logger log;
  private final String what;
  private final AtomicReference<Long> since = new AtomicReference<>();

  /**
   * @param category of the log
   * @param what fails and works again, as the beginning of a line: {@code PostgreSQL}
   */
  public Outage(String category, String what) {
    this.log = Logger.getLogger(category);
    this.what = what;
  }

  /** It has failed: the first time since it last worked is a warning, any further one is not. */
  public void begin(Throwable cause) {
    if (since.compareAndSet(null, System.nanoTime())) {
      log.warnf("%s: failed (%s); trying until it works again", what, reason(cause));
    } else {
      log.debugf("%s: failed again (%s)", what, reason(cause));
    }
  }

  /** It has worked. Returns how long the outage was that this ended, if there was one. */
  public Optional<Duration> end() {
    var start = since.get();
    if (start == null || !since.compareAndSet(start, null)) {
      return Optional.empty();
    }
    var lasted = Duration.ofNanos(System.nanoTime() - start);
    log.infof("%s: works again after %d ms", what, lasted.toMillis());
    return Optional.of(lasted);
  }

  /** Whether it has failed and not worked since. */
  public boolean isOn() {
    return since.get() != null;
  }

  private static String reason(Throwable cause) {
    var message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message.replaceAll("\\s+", " ");
  }
}
