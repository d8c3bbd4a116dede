package dev.laurel.demo;

import dev.laurel.settings.DurationWithUnit;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** Settings of the demo. */
@ConfigMapping(prefix = "laurel.demo")
interface DemoConfig {
  /**
   * Turns the demo on: a class that keeps submitting, and tokens for anybody who asks. On by
   * default only where PostgreSQL and Redis are embedded.
   */
  @WithParentName
  @WithDefault("false")
  boolean enabled();

  /** Internal. How long a token of the demo is valid; whole seconds. */
  @WithDefault("1h")
  @DurationMin(seconds = 1)
  @WithConverter(DurationWithUnit.class)
  Duration tokenTtl();

  /** Internal. How many submissions the demo class makes per minute, over all nodes; 0 for none. */
  @WithDefault("85")
  @Min(0)
  @Max(6000)
  int submissionsPerMinute();
}
