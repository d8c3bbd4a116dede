package dev.laurel.leaderboard.visibility;

import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.index.BoardChannel;
import dev.laurel.outage.DatabaseSchedule;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Freezes boards when their time has come, whichever node notices first. */
@ApplicationScoped
public class Freezing {
  private static final Logger LOG = Logger.getLogger("laurel.leaderboard");
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final Snapshots frozen;
  private final BoardSettingRows settings;
  private final BoardChannel channel;
  private final DatabaseSchedule schedule;
  private final Clock clock;

  Freezing(
      Snapshots frozen,
      BoardSettingRows settings,
      BoardChannel channel,
      DatabaseSchedule schedule,
      Clock clock) {
    this.frozen = frozen;
    this.settings = settings;
    this.channel = channel;
    this.schedule = schedule;
    this.clock = clock;
  }

  void start(@Observes StartupEvent event) {
    schedule.every(INTERVAL, LOG, "boards not frozen", this::freezeDue);
  }

  private void freezeDue() {
    frozen.due(clock.instant()).forEach(this::freeze);
  }

  /**
   * The settings by which the board is to be shown now: nobody is shown a board after the moment at
   * which it was to be frozen.
   */
  public BoardSettings settings(Board board) {
    var found = settings.of(board);
    if (!found.isFreezeDue(clock.instant())) {
      return found;
    }
    freeze(board);
    return settings.of(board);
  }

  private void freeze(Board board) {
    if (frozen.freeze(board, clock.instant())) {
      channel.publish(board);
    }
  }
}
