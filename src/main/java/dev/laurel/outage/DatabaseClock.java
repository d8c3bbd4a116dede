package dev.laurel.outage;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The time of PostgreSQL's clock, which every room gets by injecting a {@link Clock}: what is
 * stored, and what expires, closes or begins, must not depend on the node that looks. {@link
 * NodeClock} is the machine's own.
 *
 * <p>Read from the database about once a second, and continued by a timer that nobody can set; so
 * it also goes on while PostgreSQL is away, and when the machine's clock jumps. It is the machine's
 * clock until PostgreSQL has answered for the first time. Thread-safe; no method blocks.
 */
@Singleton
public class DatabaseClock extends Clock {
  /** As far as clocks may be apart for the times in tokens. */
  private static final Duration TOLERANCE = Duration.ofSeconds(5);

  private final Clock machine;
  private volatile Reading reading;

  DatabaseClock(@NodeClock Clock machine) {
    this.machine = machine;
  }

  @Override
  public Instant instant() {
    var known = reading;
    return known == null ? machine.instant() : known.at(System.nanoTime());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("Laurel's times are in UTC");
  }

  /** How far the machine's clock is ahead; negative if it is behind. */
  Duration machineAhead() {
    return Duration.between(instant(), machine.instant());
  }

  /** True if the machine's clock is more than five seconds away. */
  boolean isFarFromMachine() {
    return machineAhead().abs().compareTo(TOLERANCE) > 0;
  }

  /** True once the database's time has been read. */
  boolean isRead() {
    return reading != null;
  }

  /**
   * Corrects the clock if it was wrong at the end of a query.
   *
   * @param now what the database said at some time during the query
   * @param begun the beginning of the query by {@link System#nanoTime}
   * @param ended its end
   */
  void read(Instant now, long begun, long ended) {
    var latest = now.plusNanos(ended - begun);
    var known = reading;
    var believed = known == null ? Instant.MIN : known.at(ended);
    if (believed.isBefore(now) || believed.isAfter(latest)) {
      reading = new Reading(now.plusNanos((ended - begun) / 2), ended);
    }
  }

  private record Reading(Instant time, long nanos) {
    Instant at(long laterNanos) {
      return time.plusNanos(laterNanos - nanos);
    }
  }
}
