package dev.laurel.leaderboard;

import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Freezes boards when their time has come, whichever node notices first. */
@Startup
@ApplicationScoped
class Freezer {
  private static final Logger LOG = Logger.getLogger("laurel.leaderboard");
  private static final long INTERVAL_MILLIS = 1_000;

  private final FrozenBoards frozen;
  private final BoardSettingRows settings;
  private final BoardChannel channel;
  private final ScheduledExecutorService executor;
  private final Clock clock;
  private Future<?> schedule;

  Freezer(
      FrozenBoards frozen,
      BoardSettingRows settings,
      BoardChannel channel,
      ScheduledExecutorService executor,
      Clock clock) {
    this.frozen = frozen;
    this.settings = settings;
    this.channel = channel;
    this.executor = executor;
    this.clock = clock;
  }

  @PostConstruct
  void start() {
    schedule =
        executor.scheduleWithFixedDelay(
            this::freezeDue, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
  }

  @PreDestroy
  void stop() {
    schedule.cancel(false);
  }

  private void freezeDue() {
    try {
      frozen.due(clock.instant()).forEach(this::freeze);
    } catch (RuntimeException e) {
      LOG.debugf(e, "boards to freeze could not be read");
    }
  }

  /**
   * The settings by which the board is to be shown now: nobody is shown a board after the moment at
   * which it was to be frozen.
   */
  BoardSettings settings(Board board) {
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
