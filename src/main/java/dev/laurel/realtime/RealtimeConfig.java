package dev.laurel.realtime;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** Settings of the sockets. */
@ConfigMapping(prefix = "laurel.realtime")
interface RealtimeConfig {
  /** How many bytes may wait for one client before it is closed as too slow; default 256 KiB. */
  @WithDefault("262144")
  @Positive
  int queueBytes();

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
}
