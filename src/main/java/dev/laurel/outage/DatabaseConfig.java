package dev.laurel.outage;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** Settings of the watch over the database. Its address is {@code quarkus.datasource.*}. */
@ConfigMapping(prefix = "laurel.database")
interface DatabaseConfig {
  /** How often a node asks the database whether it is there; default 1 s. */
  @WithDefault("1s")
  @DurationMin(millis = 10)
  Duration checkInterval();

  /**
   * How long the database may take to say so before it counts as away, in whole seconds; default 3
   * s.
   */
  @WithDefault("3s")
  @DurationMin(seconds = 1)
  Duration checkTimeout();

  /** How long a start waits for a database that is not up yet; default 60 s. */
  @WithDefault("60s")
  Duration startTimeout();
}
