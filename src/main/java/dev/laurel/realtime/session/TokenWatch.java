package dev.laurel.realtime.session;

import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Sees to it that a socket lives no longer than its token: gives notice some time before the end,
 * then ends it. A newer token puts both off. Any thread may call.
 */
final class TokenWatch {
  private static final long NONE = -1;

  private final Vertx vertx;
  private final Clock clock;
  private final Duration noticePeriod;
  private final Consumer<Duration> notice;
  private final Runnable end;
  private long timer = NONE;
  private Instant expiresAt;
  private boolean noticeGiven;
  private boolean stopped;

  /**
   * @param noticePeriod how long before the end notice is given; zero for none
   * @param notice told how much time is left
   */
  TokenWatch(
      Vertx vertx, Clock clock, Duration noticePeriod, Consumer<Duration> notice, Runnable end) {
    this.vertx = vertx;
    this.clock = clock;
    this.noticePeriod = noticePeriod;
    this.notice = notice;
    this.end = end;
  }

  /** Begins to watch, or goes on with another token. */
  synchronized void watch(Instant expiry) {
    expiresAt = expiry;
    noticeGiven = false;
    if (noticePeriod.isZero()) {
      schedule(left(), () -> end(expiry));
    } else {
      schedule(left().minus(noticePeriod), () -> giveNotice(expiry));
    }
  }

  /** Goes by the clock as it is now. Notice that was given is not given again. */
  synchronized void again() {
    if (noticeGiven) {
      var expiry = expiresAt;
      schedule(left(), () -> end(expiry));
    } else {
      watch(expiresAt);
    }
  }

  private void giveNotice(Instant expiry) {
    synchronized (this) {
      if (isOutdated(expiry)) {
        return;
      }
      noticeGiven = true;
      schedule(left(), () -> end(expiry));
    }
    notice.accept(left());
  }

  private void end(Instant expiry) {
    synchronized (this) {
      if (isOutdated(expiry)) {
        return;
      }
    }
    end.run();
  }

  /** A timer that has gone off already cannot be cancelled, so it asks whether it still counts. */
  private boolean isOutdated(Instant expiry) {
    return stopped || expiry != expiresAt;
  }

  private Duration left() {
    return Duration.between(clock.instant(), expiresAt);
  }

  private void schedule(Duration delay, Runnable what) {
    vertx.cancelTimer(timer);
    if (!stopped) {
      timer = vertx.setTimer(Math.max(1, delay.toMillis()), any -> what.run());
    }
  }

  synchronized void stop() {
    stopped = true;
    vertx.cancelTimer(timer);
  }
}
