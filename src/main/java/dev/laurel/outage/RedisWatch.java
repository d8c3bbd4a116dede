package dev.laurel.outage;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/**
 * Knows whether Redis serves this node. All uses of Redis report success and failure here, so that
 * an outage is logged once when the first use fails, and once when all work again.
 *
 * <p>Thread-safe; no method blocks.
 */
@Singleton
public class RedisWatch {
  private static final String CATEGORY = "laurel.redis";
  private static final Logger LOG = Logger.getLogger(CATEGORY);

  private final Outage outage;
  private final List<Use> constant = new CopyOnWriteArrayList<>();

  @Inject
  RedisWatch() {
    this(Outage.QUIET);
  }

  /**
   * @param quiet how long no use must have failed before an outage is over
   */
  public RedisWatch(Duration quiet) {
    this.outage = new Outage(CATEGORY, "Redis", quiet);
  }

  /**
   * Adds a use that recurs by itself: an outage lasts until it works again.
   *
   * @param what the beginning of a line of the log
   */
  public Use constantUse(String what) {
    var use = new Use(what);
    constant.add(use);
    return use;
  }

  /**
   * Adds a use that happens on demand: an outage can end before it happens again.
   *
   * @param what the beginning of a line of the log
   */
  public Use occasionalUse(String what) {
    return new Use(what);
  }

  /** True if any use has failed lately, or a constant use fails. */
  public boolean isOutage() {
    return outage.isOn();
  }

  /** One use that a node makes of Redis. */
  public final class Use {
    private final String what;
    private final AtomicReference<Long> since = new AtomicReference<>();

    private Use(String what) {
      this.what = what;
    }

    /** Reports a failure. */
    public void failed(Throwable cause) {
      LOG.debugf("%s failed (%s)", what, cause);
      since.compareAndSet(null, System.nanoTime());
      outage.failed(cause);
    }

    /** Reports a success. Returns how long the use had been failing, if it was. */
    public Optional<Duration> worked() {
      var start = since.get();
      boolean again = start != null && since.compareAndSet(start, null);
      if (outage.isOn() && constant.stream().noneMatch(Use::isFailing)) {
        outage.worked();
      }
      return again ? Optional.of(Duration.ofNanos(System.nanoTime() - start)) : Optional.empty();
    }

    /** True if it has failed and not worked since. */
    public boolean isFailing() {
      return since.get() != null;
    }
  }
}
