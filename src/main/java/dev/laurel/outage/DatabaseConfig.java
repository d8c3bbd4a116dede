package dev.laurel.outage;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** Settings of the watch on PostgreSQL. Its address is {@code quarkus.datasource.*}. */
@ConfigMapping(prefix = "laurel.database")
interface DatabaseConfig {
  /** Internal. How often a node checks that PostgreSQL answers. */
  @WithDefault("1s")
  @DurationMin(millis = 10)
  Duration checkInterval();

  /** Internal. How long the answer may take before PostgreSQL counts as away; whole seconds. */
  @WithDefault("3s")
  @DurationMin(seconds = 1)
  Duration checkTimeout();

  /** How long a starting node waits for PostgreSQL before it gives up. */
  @WithDefault("60s")
  Duration startTimeout();
}
