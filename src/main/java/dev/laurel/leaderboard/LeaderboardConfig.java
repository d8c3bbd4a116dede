package dev.laurel.leaderboard;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** Settings of the boards and their index in Redis. */
@ConfigMapping(prefix = "laurel.leaderboard")
public interface LeaderboardConfig {
  /** Internal. How long Redis may take before a board is read from PostgreSQL instead. */
  @WithDefault("1s")
  @DurationMin(millis = 10)
  Duration indexTimeout();

  /** Internal. How often the index of a board in use is compared with PostgreSQL. */
  @WithDefault("60s")
  @DurationMin(seconds = 1)
  Duration checkInterval();

  /**
   * Internal. How often a node looks for closed seasons whose final board another node left
   * unfinished. The node that closes a season starts at once.
   */
  @WithDefault("5s")
  @DurationMin(seconds = 1)
  Duration seasonInterval();

  /** Internal. How many standings are read, copied or indexed at once. */
  @WithDefault("1000")
  @Positive
  int chunk();
}
