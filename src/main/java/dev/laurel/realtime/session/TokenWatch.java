package dev.laurel.realtime.session;

import dev.laurel.realtime.frame.ServerFrame;
import dev.laurel.wire.CloseCode;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Ends a session when its token expires, with notice some time before. A newer token postpones
 * both. Any thread may call.
 */
final class TokenWatch {
  private static final long NONE = -1;

  private final Vertx vertx;
  private final Clock clock;
  private final Duration noticePeriod;
  private final Session session;
  private long timer = NONE;
  private Instant expiresAt;
  private boolean noticeGiven;
  private boolean stopped;

  /**
   * @param noticePeriod how long before the end notice is given; zero for none
   */
  TokenWatch(Vertx vertx, Clock clock, Duration noticePeriod, Session session) {
    this.vertx = vertx;
    this.clock = clock;
    this.noticePeriod = noticePeriod;
    this.session = session;
  }

  /** Watches a token, instead of an earlier one. */
  synchronized void watch(Instant expiry) {
    expiresAt = expiry;
    noticeGiven = noticePeriod.isZero();
    schedule();
  }

  /** Sets the timer anew, as is needed after the clock was set. Notice is not given twice. */
  synchronized void schedule() {
    vertx.cancelTimer(timer);
    if (!stopped) {
      var delay = noticeGiven ? left() : left().minus(noticePeriod);
      timer = vertx.setTimer(Math.max(1, delay.toMillis()), this::fired);
    }
  }

  private void fired(long id) {
    boolean atEnd;
    synchronized (this) {
      // A timer that has fired already cannot be cancelled.
      if (stopped || id != timer) {
        return;
      }
      atEnd = noticeGiven;
      if (!atEnd) {
        noticeGiven = true;
        schedule();
      }
    }
    if (atEnd) {
      session.close(CloseCode.TOKEN_EXPIRED);
    } else {
      session.send(new ServerFrame.TokenExpiring(secondsLeft()));
    }
  }

  /** Rounds: the timer is a moment late, and the client should read the whole second. */
  long secondsLeft() {
    return Math.max(0, left().plusMillis(500).toSeconds());
  }

  private synchronized Duration left() {
    return Duration.between(clock.instant(), expiresAt);
  }

  synchronized void stop() {
    stopped = true;
    vertx.cancelTimer(timer);
  }
}
