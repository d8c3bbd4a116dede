package dev.laurel.broadcast;

import dev.laurel.settings.DurationWithUnit;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** Settings of the exchange between nodes over Redis. Its address is {@code quarkus.redis.*}. */
@ConfigMapping(prefix = "laurel.broadcast")
public interface BroadcastConfig {

  /**
   * Prefix of all channels and keys in Redis. Give each installation its own when several share a
   * Redis.
   */
  @WithDefault("laurel:")
  String channelPrefix();

  /** Internal. How often a node checks that its publications come back to it. */
  @WithDefault("2s")
  @DurationMin(millis = 10)
  @WithConverter(DurationWithUnit.class)
  Duration probeInterval();

  /**
   * Internal. How long a probe may take to come back before the subscription connection is
   * replaced.
   */
  @WithDefault("2s")
  @DurationMin(millis = 10)
  @WithConverter(DurationWithUnit.class)
  Duration probeTimeout();

  /** Internal. Highest upper bound of the random delay between two tries to reconnect. */
  @WithDefault("2s")
  @DurationMin(millis = 1)
  @WithConverter(DurationWithUnit.class)
  Duration reconnectMaxDelay();

  /**
   * Internal. How long Redis may take to answer a batch of messages before they count as failed.
   */
  @WithDefault("2s")
  @DurationMin(millis = 10)
  @WithConverter(DurationWithUnit.class)
  Duration publishTimeout();

  /** Internal. How many messages may wait for Redis; further ones fail immediately. */
  @WithDefault("50000")
  @Positive
  int publishQueue();
}
