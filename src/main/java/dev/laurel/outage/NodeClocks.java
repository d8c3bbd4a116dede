package dev.laurel.outage;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Provides the machine's clock as a bean, so that tests can replace it. */
class NodeClocks {
  @Produces
  @NodeClock
  @Singleton
  Clock clock() {
    return Clock.systemUTC();
  }
}
