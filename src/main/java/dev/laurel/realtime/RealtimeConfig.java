package dev.laurel.realtime;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** Settings of the sockets. */
@ConfigMapping(prefix = "laurel.realtime")
public interface RealtimeConfig {
  /**
   * How many bytes may wait for one client or be on their way to it, before it is closed as too
   * slow; default 256 KiB.
   */
  @WithDefault("262144")
  @Positive
  int queueBytes();

  /**
   * How many bytes may wait for all clients of a node or be on their way to them, before those that
   * are behind are closed; default 256 MiB.
   */
  @WithDefault("268435456")
  @Positive
  long nodeQueueBytes();

  /** How many bytes may be on their way to one client before the rest waits; default 64 KiB. */
  @WithDefault("65536")
  @Positive
  int windowBytes();

  /**
   * The shortest time between two pushes of a board to the viewers on this node; default 200 ms.
   */
  @WithDefault("200ms")
  @DurationMin(millis = 1)
  Duration boardTick();

  /**
   * How often the ranks of a board's viewers are looked up, while it changes, rather than worked
   * out from what moved; default 30 s.
   */
  @WithDefault("30s")
  @DurationMin(millis = 100)
  Duration rankSync();

  /**
   * How often the logs of the connected users are compared with what was delivered; default 2 s.
   */
  @WithDefault("2s")
  @DurationMin(millis = 10)
  Duration reconcileInterval();

  /** How many entries of a log are read at once; default 500. */
  @WithDefault("500")
  @Positive
  int logPage();

  /** How long before its token expires a resuming client is told; default 25 s. */
  @WithDefault("25s")
  @DurationMin(seconds = 1)
  Duration expiryNotice();

  /** The interval at which clients are pinged, as resuming clients are told; default 25 s. */
  @WithDefault("25s")
  @DurationMin(seconds = 1)
  Duration heartbeat();

  /**
   * How long after a ping a client may stay silent before its connection is dropped; shorter than
   * the heartbeat, default 10 s.
   */
  @WithDefault("10s")
  @DurationMin(millis = 100)
  Duration pongTimeout();

  /** How long a client may take to end a closed connection before it is dropped; default 5 s. */
  @WithDefault("5s")
  @DurationMin(millis = 1)
  Duration closeGrace();

  /** The longest message of a client, in bytes; default 64 KiB. */
  @WithDefault("65536")
  @Min(1024)
  int maxFrameBytes();

  /** How many frames a client may send a second, pings included; default 20. */
  @WithDefault("20")
  @Positive
  int framesPerSecond();

  /** How many frames a client may send at once; default 40. */
  @WithDefault("40")
  @Positive
  int frameBurst();

  /**
   * How many frames above the limit a client may send without a second's pause before it is closed;
   * default 40.
   */
  @WithDefault("40")
  @PositiveOrZero
  int frameExcess();

  /** How many sockets of both kinds a user may have open on one node; default 10. */
  @WithDefault("10")
  @Positive
  int connectionsPerUser();

  /** How many requests for sockets a node works on at a time; default 1000. */
  @WithDefault("1000")
  @Positive
  int maxUpgrades();

  /** Over how long the sockets of a node that is going away are closed; default 10 s. */
  @WithDefault("10s")
  @DurationMin(millis = 0)
  Duration drainPeriod();

  /**
   * How long a node that is going away waits for requests in hand when its sockets are closed;
   * default 15 s.
   */
  @WithDefault("15s")
  @DurationMin(millis = 0)
  Duration drainTimeout();
}
