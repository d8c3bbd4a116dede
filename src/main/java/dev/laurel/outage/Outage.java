package dev.laurel.outage;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/** Tracks whether one dependency works; logs when that changes, and only then. Thread-safe. */
public final class Outage {
  private final Logger log;
  private final String what;
  private final AtomicReference<Long> since = new AtomicReference<>();

  /**
   * @param category the log category
   * @param what the dependency's name, the beginning of each line: {@code PostgreSQL}
   */
  public Outage(String category, String what) {
    this.log = Logger.getLogger(category);
    this.what = what;
  }

  /** Records a failure: a warning the first time since it worked, DEBUG after that. */
  public void begin(Throwable cause) {
    if (since.compareAndSet(null, System.nanoTime())) {
      log.warnf("%s: failed (%s); trying until it works again", what, reason(cause));
    } else {
      log.debugf("%s: failed again (%s)", what, reason(cause));
    }
  }

  /** Records a success. Returns the length of the outage that it ends, if there was one. */
  public Optional<Duration> end() {
    var start = since.get();
    if (start == null || !since.compareAndSet(start, null)) {
      return Optional.empty();
    }
    var lasted = Duration.ofNanos(System.nanoTime() - start);
    log.infof("%s: works again after %d ms", what, lasted.toMillis());
    return Optional.of(lasted);
  }

  /** True if it has failed and not worked since. */
  public boolean isOn() {
    return since.get() != null;
  }

  private static String reason(Throwable cause) {
    var message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message.replaceAll("\\s+", " ");
  }
}
