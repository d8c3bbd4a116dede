package dev.laurel.notification;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** Settings of the log. */
@ConfigMapping(prefix = "laurel.notifications")
interface NotificationConfig {
  /** The longest that a long poll may wait; default 30 s. */
  @WithDefault("30s")
  @DurationMin(seconds = 0)
  Duration maxWait();
}
