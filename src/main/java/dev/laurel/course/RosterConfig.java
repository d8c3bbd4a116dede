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

  /**
   * Makes a class of every {@code class_id} that a result names. Otherwise only rosters make
   * classes, and a result for another is refused, so that a misspelt id is noticed.
   */
  @WithDefault("false")
  boolean classesFromResults();
}
