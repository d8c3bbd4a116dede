package dev.laurel.outage;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** Settings of the watch over the event loops. */
@ConfigMapping(prefix = "laurel.event-loops")
interface EventLoopConfig {
  /**
   * How long an event loop may be at one thing before the node counts as no longer alive; default
   * 20 s.
   */
  @WithDefault("20s")
  @DurationMin(millis = 100)
  Duration stallTimeout();
}
