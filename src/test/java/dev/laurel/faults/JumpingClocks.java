package dev.laurel.faults;

import dev.laurel.outage.NodeClock;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Replaces the machine's clock, in test profiles that select it. */
@Alternative
@Singleton
public class JumpingClocks {
  private volatile Duration ahead = Duration.ZERO;

  @Produces
  @Singleton
  @Alternative
  @NodeClock
  Clock clock() {
    return new JumpingClock();
  }

  /** Sets the clock relative to the system's. */
  void jump(Duration ahead) {
    this.ahead = ahead;
  }

  private final class JumpingClock extends Clock {
    @Override
    public Instant instant() {
      return Instant.now().plus(ahead);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }
}
