package dev.laurel.security;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Logs why credentials are refused: each reason at most once a minute, so that nobody can fill the
 * log, and the rest at DEBUG. Thread-safe.
 */
@Singleton
public class RefusalLog {
  private static final Logger LOG = Logger.getLogger("laurel.security");
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final Clock clock;
  private final Map<String, Instant> logged = new ConcurrentHashMap<>();

  RefusalLog(Clock clock) {
    this.clock = clock;
  }

  /**
   * Logs a reason.
   *
   * @param reason one of a fixed number of sentences, without anything that callers have sent
   */
  public void log(String reason) {
    var now = clock.instant();
    var at =
        logged.compute(
            reason, (any, last) -> last == null || last.plus(PAUSE).isBefore(now) ? now : last);
    LOG.log(at == now ? Logger.Level.INFO : Logger.Level.DEBUG, reason);
  }
}
