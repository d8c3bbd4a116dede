package dev.laurel.outage;

import dev.laurel.settings.DurationWithUnit;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of PostgreSQL, read before the start. Its address is {@code quarkus.datasource.*}. */
@ConfigMapping(prefix = "laurel.database")
interface DatabaseConfig {
  /** How long a starting node waits for PostgreSQL before it gives up. */
  @WithDefault("60s")
  @WithConverter(DurationWithUnit.class)
  Duration startTimeout();
}
