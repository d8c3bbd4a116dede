package dev.laurel.notification;

import dev.laurel.settings.DurationWithUnit;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** Settings of the log of each user. */
@ConfigMapping(prefix = "laurel.notifications")
interface NotificationConfig {
  /**
   * How long an event is kept, and so how far back a client can resume. Its idempotency key goes
   * with it.
   */
  @WithDefault("30d")
  @DurationMin(seconds = 1)
  @WithConverter(DurationWithUnit.class)
  Duration retention();

  /**
   * How many of a user's newest events are kept, if they are not too old. Up to 199 more may remain
   * until the next pruning.
   */
  @WithDefault("10000")
  @Positive
  int retentionEntries();

  /**
   * How many long polls of all users may wait on a node; further ones get 503. One user has at most
   * 100.
   */
  @WithDefault("10000")
  @Positive
  int maxWaiting();

  /** Internal. Pause between two prunings. */
  @WithDefault("1m")
  @DurationMin(seconds = 1)
  @WithConverter(DurationWithUnit.class)
  Duration pruneInterval();
}
