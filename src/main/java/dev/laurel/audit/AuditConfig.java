package dev.laurel.audit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How long the audit log reaches back. */
@ConfigMapping(prefix = "laurel.audit")
interface AuditConfig {
  /** How long an entry is kept; default 400 days. */
  @DurationMin(seconds = 1)
  @WithDefault("400d")
  Duration retention();

  /** How often older entries are deleted; default 1 h. */
  @DurationMin(millis = 100)
  @WithDefault("1h")
  Duration pruneInterval();
}
