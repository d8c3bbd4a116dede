package dev.laurel.realtime.board;

import static java.util.stream.Collectors.groupingBy;

import dev.laurel.leaderboard.Audience;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.Leaderboard;
import dev.laurel.outage.DatabaseWatch;
import dev.laurel.realtime.RealtimeConfig;
import dev.laurel.realtime.RealtimeMetrics;
import dev.laurel.realtime.frame.ServerFrames;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import org.jboss.logging.Logger;

/**
 * Pushes one board to its viewers on this node. However often the board changes, its pages are read
 * at most once a tick, each page once for all its viewers. Nothing is read while the board is at
 * rest.
 *
 * <p>The viewers' ranks are looked up on a slower tick of their own: on a board of 200,000 users
 * Redis needs 5 to 10 µs a viewer, so 75 to 150 ms for 15,000 of them. If a look-up took 100 ms,
 * the next one starts 1 s after it did, which keeps Redis and a thread busy for a tenth of the
 * time. The interval is at most 2 s, unless a look-up takes more than half of that.
 */
final class BoardFeed {
  private static final Logger LOG = Logger.getLogger("laurel.realtime");

  private static final long RANK_PAUSE = 10;
  private static final long LONGEST_RANK_INTERVAL = Duration.ofSeconds(2).toNanos();

  /** Users of one look-up: Redis serves nobody else for about 3 ms meanwhile. */
  private static final int RANKS_AT_ONCE = 500;

  private final Board board;
  private final Leaderboard leaderboard;
  private final DatabaseWatch database;
  private final RealtimeMetrics metrics;
  private final BoardPages pages;
  private final Tick pageTick;
  private final Tick rankTick;
  private final Set<BoardViewer> viewers = ConcurrentHashMap.newKeySet();

  BoardFeed(
      Board board,
      Leaderboard leaderboard,
      ServerFrames frames,
      ScheduledExecutorService executor,
      RealtimeConfig config,
      DatabaseWatch database,
      RealtimeMetrics metrics) {
    this.board = board;
    this.leaderboard = leaderboard;
    this.database = database;
    this.metrics = metrics;
    pages = new BoardPages(board, leaderboard, frames);
    long interval = config.boardTick().toNanos();
    pageTick = new Tick(executor, this::pushPages, took -> interval);
    rankTick = new Tick(executor, this::pushRanks, took -> Math.max(interval, rankInterval(took)));
  }

  private static long rankInterval(long took) {
    return Math.max(2 * took, Math.min(RANK_PAUSE * took, LONGEST_RANK_INTERVAL));
  }

  void join(BoardViewer viewer) {
    viewers.add(viewer);
    changed();
  }

  void leave(BoardViewer viewer) {
    viewers.remove(viewer);
  }

  boolean isEmpty() {
    return viewers.isEmpty();
  }

  /** Has pages and ranks read again at their next ticks. Does not block. */
  void changed() {
    pageTick.request();
    rankTick.request();
  }

  private void pushPages() {
    read(
        pageTick,
        () -> {
          long start = System.nanoTime();
          var byPage =
              admitted().stream()
                  .filter(BoardViewer::showsPages)
                  .collect(groupingBy(BoardPages.Key::of));
          pages.read(byPage.keySet());
          byPage.forEach(
              (key, viewing) -> {
                var page = pages.get(key);
                viewing.forEach(viewer -> viewer.update(key.view(), page));
              });
          if (pages.isBehind()) {
            pageTick.request();
          }
          metrics.boardTicked(Duration.ofNanos(System.nanoTime() - start));
        });
  }

  private void pushRanks() {
    read(
        rankTick,
        () -> admitted().stream().collect(groupingBy(BoardViewer::audience)).forEach(this::rank));
  }

  private void rank(Audience audience, List<BoardViewer> members) {
    var byUser = members.stream().collect(groupingBy(BoardViewer::user));
    var users = List.copyOf(byUser.keySet());
    for (int from = 0; from < users.size(); from += RANKS_AT_ONCE) {
      var some = users.subList(from, Math.min(users.size(), from + RANKS_AT_ONCE));
      var ranks = leaderboard.ranks(board, some, audience);
      some.forEach(user -> byUser.get(user).forEach(viewer -> viewer.updateRank(ranks.get(user))));
    }
  }

  /** The viewers to be served: students get nothing of a season whose class board is frozen. */
  private List<BoardViewer> admitted() {
    boolean withheld = leaderboard.isWithheld(board, Audience.STUDENTS);
    return viewers.stream()
        .filter(viewer -> !withheld || viewer.audience() == Audience.STAFF)
        .toList();
  }

  private void read(Tick tick, Runnable reading) {
    if (database.isAway()) {
      // BoardFeeds calls changed() when the database is back.
      return;
    }
    try {
      reading.run();
    } catch (RuntimeException e) {
      if (!database.isCausedByOutage(e)) {
        LOG.debugf(e, "board %s not read", board.key());
      }
      tick.request();
    }
  }
}
