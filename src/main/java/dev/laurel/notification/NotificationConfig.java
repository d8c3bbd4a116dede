package dev.laurel.notification;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** Settings of the log. */
@ConfigMapping(prefix = "laurel.notifications")
public interface NotificationConfig {
  /** The longest that a long poll may wait; default 30 s. */
  @WithDefault("30s")
  @DurationMin(seconds = 0)
  Duration maxWait();

  /** How long an entry is kept; default 30 days. Its idempotency key is forgotten with it. */
  @WithDefault("30d")
  @DurationMin(seconds = 1)
  Duration retention();

  /**
   * How many of a user's newest entries are kept, if they are not too old; default 10,000. Up to
   * 199 more may be there.
   */
  @WithDefault("10000")
  @Positive
  int retentionEntries();

  /** How long after a pruning the next begins; default 1 min. */
  @WithDefault("1m")
  @DurationMin(millis = 10)
  Duration pruneInterval();

  /** How many entries are deleted at once, while their user is locked; default 1,000. */
  @WithDefault("1000")
  @Positive
  @Max(100_000)
  int pruneChunk();
}
