package dev.laurel.course;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.ZoneId;

/** Settings of classes. */
@ConfigMapping(prefix = "laurel.roster")
interface RosterConfig {
  /** Time zone of submissions without a class, and of classes that a submission creates. */
  @WithDefault("UTC")
  ZoneId timeZone();
}
