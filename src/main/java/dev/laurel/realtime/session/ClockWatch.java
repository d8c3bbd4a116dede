package dev.laurel.realtime.session;

import dev.laurel.outage.NodeClock;
import dev.laurel.outage.SchedulerStalled;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Notices that the clock was set, or that the process was suspended. Timers do not follow the
 * clock, so sockets would outlive their tokens; jobs of the scheduler do, and pause when it is set
 * back, which {@link SchedulerStalled} announces. Runs on a timer of Vert.x for that reason.
 */
@ApplicationScoped
class ClockWatch {
  private static final Logger LOG = Logger.getLogger("laurel.realtime");
  private static final long INTERVAL_MILLIS = 1_000;
  private static final Duration TOLERANCE = Duration.ofMillis(500);

  private final Vertx vertx;
  private final Clock clock;
  private final OpenSessions sessions;
  private final Event<SchedulerStalled> stalled;
  private final AtomicBoolean firing = new AtomicBoolean();
  private long timer;
  private Duration offset;
  private long latestMillis;

  ClockWatch(
      Vertx vertx, @NodeClock Clock clock, OpenSessions sessions, Event<SchedulerStalled> stalled) {
    this.vertx = vertx;
    this.clock = clock;
    this.sessions = sessions;
    this.stalled = stalled;
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
    checkScheduler(clock.millis());
  }

  private void checkScheduler(long millis) {
    latestMillis = Math.max(latestMillis, millis);
    if (latestMillis - millis > TOLERANCE.toMillis() && firing.compareAndSet(false, true)) {
      stalled.fireAsync(new SchedulerStalled()).whenComplete((event, failure) -> firing.set(false));
    }
  }
}
