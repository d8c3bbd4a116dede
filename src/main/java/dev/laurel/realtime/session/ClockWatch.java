package dev.laurel.realtime.session;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Notices that the clock was set, or that the process was suspended. Timers do not follow the
 * clock, so sockets would outlive their tokens. Runs on a timer of Vert.x: jobs of the scheduler
 * follow the clock, and pause when it is set back.
 */
@ApplicationScoped
class ClockWatch {
  private static final Logger LOG = Logger.getLogger("laurel.realtime");
  private static final long INTERVAL_MILLIS = 1_000;
  private static final Duration TOLERANCE = Duration.ofMillis(500);

  private final Vertx vertx;
  private final Clock clock;
  private final OpenSessions sessions;
  private long timer;
  private Duration offset;

  ClockWatch(Vertx vertx, Clock clock, OpenSessions sessions) {
    this.vertx = vertx;
    this.clock = clock;
    this.sessions = sessions;
  }

  void start(@Observes StartupEvent event) {
    offset = offset();
    timer = vertx.setPeriodic(INTERVAL_MILLIS, any -> compare());
  }

  void stop(@Observes ShutdownEvent event) {
    vertx.cancelTimer(timer);
  }

  /** The clock's offset from the time that timers use. */
  private Duration offset() {
    return Duration.ofMillis(clock.millis()).minusNanos(System.nanoTime());
  }

  private void compare() {
    var now = offset();
    var jump = now.minus(offset);
    offset = now;
    if (jump.abs().compareTo(TOLERANCE) > 0) {
      LOG.infof(
          "the clock was set by %d ms; the ends of tokens are computed anew", jump.toMillis());
      sessions.all().forEach(Session::clockSet);
    }
  }
}
