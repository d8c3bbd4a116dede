package dev.laurel.broadcast;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/**
 * Whether one thing works at present; says in the log when that changes, and only then.
 * Thread-safe.
 */
final class Outage {
  private static final Logger LOG = Logger.getLogger("laurel.broadcast");

  private final String what;
  private final AtomicReference<Long> since = new AtomicReference<>();

  Outage(String what) {
    this.what = what;
  }

  void begin(Throwable cause) {
    if (since.compareAndSet(null, System.nanoTime())) {
      LOG.warnf("%s: failed (%s); trying until it works again", what, reason(cause));
    } else {
      LOG.debugf("%s: failed again (%s)", what, reason(cause));
    }
  }

  /** The outage that this ended, if there was one. */
  Optional<Duration> end() {
    var start = since.get();
    if (start == null || !since.compareAndSet(start, null)) {
      return Optional.empty();
    }
    var lasted = Duration.ofNanos(System.nanoTime() - start);
    LOG.infof("%s: works again after %d ms", what, lasted.toMillis());
    return Optional.of(lasted);
  }

  private static String reason(Throwable cause) {
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
