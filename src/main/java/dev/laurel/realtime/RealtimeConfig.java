package dev.laurel.realtime;

import dev.laurel.settings.DurationWithUnit;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** Settings of the sockets. */
@ConfigMapping(prefix = "laurel.realtime")
public interface RealtimeConfig {
  /**
   * How many bytes may wait for one client, or be on their way to it, before it is closed as too
   * slow (4408).
   */
  @WithDefault("262144")
  @Positive
  int queueBytes();

  /**
   * How many bytes may wait for all clients of a node, or be on their way to them. Above that, the
   * slowest are closed.
   */
  @WithDefault("268435456")
  @Positive
  long nodeQueueBytes();

  /**
   * The shortest time between two pushes of a board to its viewers on one node. Longer ticks save
   * CPU time.
   */
  @WithDefault("200ms")
  @DurationMin(millis = 1)
  @WithConverter(DurationWithUnit.class)
  Duration boardTick();

  /**
   * Internal. How often the logs of connected users are compared with what was delivered, to repair
   * lost hints.
   */
  @WithDefault("2s")
  @DurationMin(seconds = 1)
  @WithConverter(DurationWithUnit.class)
  Duration reconcileInterval();

  /** Internal. How long before its token expires a resuming client gets {@code token_expiring}. */
  @WithDefault("25s")
  @DurationMin(seconds = 1)
  @WithConverter(DurationWithUnit.class)
  Duration expiryNotice();

  /** How often clients are pinged. Must be shorter than the idle timeout of every proxy. */
  @WithDefault("25s")
  @DurationMin(seconds = 1)
  @WithConverter(DurationWithUnit.class)
  Duration heartbeat();

  /**
   * Internal. How long after a ping a client may stay silent before its connection is dropped;
   * shorter than the heartbeat.
   */
  @WithDefault("10s")
  @DurationMin(millis = 100)
  @WithConverter(DurationWithUnit.class)
  Duration pongTimeout();

  /** Internal. How long a client may take to answer a close before its connection is dropped. */
  @WithDefault("5s")
  @DurationMin(millis = 1)
  @WithConverter(DurationWithUnit.class)
  Duration closeGrace();

  /** Internal. The longest message of a client, in bytes. */
  @WithDefault("65536")
  @Min(1024)
  int maxFrameBytes();

  /**
   * How many frames of a client are served per second; twice as many may come at once. Of more, the
   * newest of each kind is served when it is time. A client that sends 100 times as many, or as
   * many of the longest ones and more, is closed (4429).
   */
  @WithDefault("20")
  @Positive
  int framesPerSecond();

  /** How many sockets of both kinds a user may have open on one node. */
  @WithDefault("10")
  @Positive
  int connectionsPerUser();

  /** How many requests for sockets a node handles at a time; further ones get 503. */
  @WithDefault("1000")
  @Positive
  int maxUpgrades();

  /**
   * Time over which a stopping node closes its sockets, so that clients do not reconnect all at
   * once.
   */
  @WithDefault("10s")
  @DurationMin(millis = 0)
  @WithConverter(DurationWithUnit.class)
  Duration drainPeriod();

  /** How long a stopping node then waits for requests that are being answered. */
  @WithDefault("15s")
  @DurationMin(millis = 0)
  @WithConverter(DurationWithUnit.class)
  Duration drainTimeout();
}
