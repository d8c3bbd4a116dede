package dev.laurel.realtime.board;

import dev.laurel.broadcast.Broadcast;
import dev.laurel.broadcast.SubscriptionsRestored;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.Leaderboard;
import dev.laurel.leaderboard.index.BoardChannel;
import dev.laurel.outage.DatabaseAway;
import dev.laurel.outage.DatabaseRestored;
import dev.laurel.outage.DatabaseWatch;
import dev.laurel.outage.SchedulerStalled;
import dev.laurel.realtime.RealtimeConfig;
import dev.laurel.realtime.RealtimeMetrics;
import dev.laurel.realtime.frame.ServerFrames;
import dev.laurel.realtime.session.Feeds;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;

/** The boards that have viewers on this node. */
@ApplicationScoped
class BoardFeeds {
  private static final String INTERVAL = "${laurel.realtime.reconcile-interval}";

  private final Feeds<Board, BoardFeed> feeds = new Feeds<>(BoardFeed::isEmpty);
  private final BoardChannel channel;
  private final Broadcast broadcast;
  private final Function<Board, BoardFeed> newFeed;
  private boolean wasImpaired;

  BoardFeeds(
      Leaderboard leaderboard,
      ServerFrames frames,
      BoardChannel channel,
      Broadcast broadcast,
      ScheduledExecutorService executor,
      RealtimeConfig config,
      DatabaseWatch database,
      RealtimeMetrics metrics) {
    this.channel = channel;
    this.broadcast = broadcast;
    this.newFeed =
        board -> new BoardFeed(board, leaderboard, frames, executor, config, database, metrics);
    metrics.gauge("boards", "Boards that are being viewed", feeds, Feeds::size);
  }

  /**
   * Has every board read again while hints may be lost, and once after that: the last change may
   * have come without a hint.
   */
  @Scheduled(
      identity = "realtime.read-boards-without-hints",
      every = INTERVAL,
      delayed = INTERVAL,
      concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = DatabaseAway.class)
  void readWithoutHints() {
    boolean impaired = broadcast.isImpaired();
    if (impaired || wasImpaired) {
      feeds.forEach((board, feed) -> feed.changed());
    }
    wasImpaired = impaired;
  }

  void onStalled(@ObservesAsync SchedulerStalled stalled) {
    readWithoutHints();
  }

  void onRestored(@ObservesAsync SubscriptionsRestored restored) {
    feeds.forEach((board, feed) -> feed.changed());
  }

  void onRestored(@ObservesAsync DatabaseRestored restored) {
    feeds.forEach((board, feed) -> feed.changed());
  }

  /** Serves a viewer from now on, and sends it what has changed since its page was read. */
  void join(BoardViewer viewer) {
    feeds.join(viewer.board(), this::open, feed -> feed.join(viewer));
  }

  private Feeds.Opened<BoardFeed> open(Board board) {
    var feed = newFeed.apply(board);
    var hints = channel.subscribe(board, feed::changed);
    // Changes before Redis confirmed the subscription came without a hint.
    hints.established().thenRun(feed::changed);
    return new Feeds.Opened<>(feed, hints);
  }

  void leave(BoardViewer viewer) {
    feeds.leave(viewer.board(), feed -> feed.leave(viewer));
  }
}
