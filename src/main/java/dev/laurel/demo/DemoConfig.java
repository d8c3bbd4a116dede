package dev.laurel.demo;

import io.smallrye.config.ConfigMapping;
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
   * Whether there is a demo: a class that keeps submitting, and tokens for everybody who asks. True
   * by default where PostgreSQL and Redis are embedded, and only there.
   */
  @WithParentName
  @WithDefault("false")
  boolean enabled();

  /** How long a token of the demo is good for; whole seconds, default 1 h. */
  @WithDefault("1h")
  @DurationMin(seconds = 1)
  Duration tokenTtl();

  /** How many submissions the class makes in a minute, over all nodes; default 85, 0 for none. */
  @WithDefault("85")
  @Min(0)
  @Max(6000)
  int submissionsPerMinute();
}
