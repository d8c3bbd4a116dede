package dev.laurel.audit;

import dev.laurel.settings.DurationWithUnit;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** Settings of the audit log. */
@ConfigMapping(prefix = "laurel.audit")
interface AuditConfig {
  /** How long an entry of the audit log is kept. */
  @DurationMin(seconds = 1)
  @WithDefault("400d")
  @WithConverter(DurationWithUnit.class)
  Duration retention();
}
