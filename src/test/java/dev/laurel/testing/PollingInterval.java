package dev.laurel.testing;

import io.quarkus.test.junit.callback.QuarkusTestBeforeClassCallback;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.pollinterval.IterativePollInterval;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Sets Awaitility's poll interval: short at first, since most conditions hold within milliseconds,
 * then growing. Set at the start of a run, and again for each Quarkus test class, since Quarkus
 * reloads libraries.
 */
public final class PollingInterval
    implements LauncherSessionListener, QuarkusTestBeforeClassCallback {
  private static final Duration FIRST = Duration.ofMillis(5);
  private static final Duration LONGEST = Duration.ofMillis(100);

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    set();
  }

  @Override
  public void beforeClass(Class<?> test) {
    set();
  }

  private static void set() {
    Awaitility.setDefaultPollInterval(
        IterativePollInterval.iterative(PollingInterval::longer, FIRST));
  }

  private static Duration longer(Duration interval) {
    var twice = interval.multipliedBy(2);
    return twice.compareTo(LONGEST) < 0 ? twice : LONGEST;
  }
}
