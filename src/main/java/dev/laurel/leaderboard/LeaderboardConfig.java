package dev.laurel.leaderboard;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** Settings of the boards and their index in Redis. */
@ConfigMapping(prefix = "laurel.leaderboard")
public interface LeaderboardConfig {
  /** How long Redis may take before a board is read from the database instead; default 1 s. */
  @WithDefault("1s")
  @DurationMin(millis = 10)
  Duration indexTimeout();

  /** How often the index of a board in use is compared with the database; default 60 s. */
  @WithDefault("60s")
  @DurationMin(millis = 100)
  Duration checkInterval();

  /**
   * How often a node looks whether others have left the board of a closed season half done; default
   * 5 s. The node that closes one begins at once.
   */
  @WithDefault("5s")
  @DurationMin(millis = 10)
  Duration seasonInterval();

  /** How many standings are read, copied and indexed at once; default 1,000. */
  @WithDefault("1000")
  @Positive
  int chunk();
}
