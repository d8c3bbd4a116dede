package dev.laurel.outage;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** Settings of the liveness check. */
@ConfigMapping(prefix = "laurel.event-loops")
interface EventLoopConfig {
  /**
   * Internal. How long an event loop may be stuck in one task before the node reports itself as not
   * alive.
   */
  @WithDefault("20s")
  @DurationMin(millis = 100)
  Duration stallTimeout();
}
