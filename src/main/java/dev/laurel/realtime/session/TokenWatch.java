package dev.laurel.realtime.session;

import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Ends a socket when its token expires, with notice some time before. A newer token postpones both.
 * Any thread may call.
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
   * @param notice called with the time left
   * @param end called when the token has expired
   */
  TokenWatch(
      Vertx vertx, Clock clock, Duration noticePeriod, Consumer<Duration> notice, Runnable end) {
    this.vertx = vertx;
    this.clock = clock;
    this.noticePeriod = noticePeriod;
    this.notice = notice;
    this.end = end;
  }

  /** Watches a token, instead of an earlier one. */
  synchronized void watch(Instant expiry) {
    expiresAt = expiry;
    noticeGiven = false;
    if (noticePeriod.isZero()) {
      schedule(left(), () -> end(expiry));
    } else {
      schedule(left().minus(noticePeriod), () -> giveNotice(expiry));
    }
  }

  /** Sets the timers anew, after the clock was set. Notice is not given twice. */
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

  /** Checked by timers: one that has fired already cannot be cancelled. */
  private boolean isOutdated(Instant expiry) {
    return stopped || expiry != expiresAt;
  }

  private Duration left() {
    return Duration.between(clock.instant(), expiresAt);
  }

  private void schedule(Duration delay, Runnable action) {
    vertx.cancelTimer(timer);
    if (!stopped) {
      timer = vertx.setTimer(Math.max(1, delay.toMillis()), any -> action.run());
    }
  }

  synchronized void stop() {
    stopped = true;
    vertx.cancelTimer(timer);
  }
}
