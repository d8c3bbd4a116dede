package dev.laurel.broadcast;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/**
 * Settings of the exchange between nodes. The address of Redis and how to get in are {@code
 * quarkus.redis.*}.
 */
@ConfigMapping(prefix = "laurel.broadcast")
public interface BroadcastConfig {

  /**
   * Put before every channel's name, so that several installations can share a Redis; default
   * {@code laurel:}.
   */
  @WithDefault("laurel:")
  String channelPrefix();

  /** How often a node checks that what it publishes comes back to it; default 2 s. */
  @WithDefault("2s")
  @DurationMin(millis = 10)
  Duration probeInterval();

  /**
   * How long a probe may take to come back before the connection is taken for dead and replaced;
   * default 2 s.
   */
  @WithDefault("2s")
  @DurationMin(millis = 10)
  Duration probeTimeout();

  /** How long connecting to Redis may take, greeting included; default 5 s. */
  @WithDefault("5s")
  @DurationMin(millis = 10)
  Duration connectTimeout();

  /**
   * Upper bound of the random delay before the first try to reconnect, doubled with each further
   * one; default 50 ms.
   */
  @WithDefault("50ms")
  @DurationMin(millis = 1)
  Duration reconnectMinDelay();

  /** What the bound of the random delay before a try to reconnect grows to; default 2 s. */
  @WithDefault("2s")
  @DurationMin(millis = 1)
  Duration reconnectMaxDelay();

  /**
   * How long Redis may take to answer for a batch of messages before they count as failed; default
   * 2 s.
   */
  @WithDefault("2s")
  @DurationMin(millis = 10)
  Duration publishTimeout();

  /** How many messages may wait for Redis at once; further ones fail at once; default 50,000. */
  @WithDefault("50000")
  @Positive
  int publishQueue();
}
