package dev.laurel.course;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Positive;
import java.time.ZoneId;

/** Settings of classes. */
@ConfigMapping(prefix = "laurel.roster")
interface RosterConfig {
  /**
   * The time zone of submissions without a class, and of classes created by their first submission;
   * default UTC.
   */
  @WithDefault("UTC")
  ZoneId timeZone();

  /** The most members a class may have; default 20,000. */
  @WithDefault("20000")
  @Positive
  int maxMembers();
}
