package dev.laurel.realtime;

import dev.laurel.broadcast.Subscription;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.Leaderboard;
import dev.laurel.outage.DatabaseWatch;
import dev.laurel.realtime.BoardViewer.View;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Shows one board to its viewers on this node. However often it changes, it is read and sent once a
 * tick at most, each page that is being viewed once for all its viewers; at rest nothing happens.
 */
final class BoardFeed {
  private static final Logger LOG = Logger.getLogger("laurel.realtime");

  private final Board board;
  private final Leaderboard leaderboard;
  private final ServerFrames frames;
  private final ScheduledExecutorService executor;
  private final Duration tick;
  private final DatabaseWatch database;
  private final Set<BoardViewer> viewers = ConcurrentHashMap.newKeySet();
  private Subscription subscription;
  private boolean changed;
  private boolean scheduled;

  BoardFeed(
      Board board,
      Leaderboard leaderboard,
      ServerFrames frames,
      ScheduledExecutorService executor,
      Duration tick,
      DatabaseWatch database) {
    this.board = board;
    this.leaderboard = leaderboard;
    this.frames = frames;
    this.executor = executor;
    this.tick = tick;
    this.database = database;
  }

  void subscription(Subscription to) {
    subscription = to;
  }

  Subscription subscription() {
    return subscription;
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

  /** The board may look different now. */
  synchronized void changed() {
    changed = true;
    schedule();
  }

  /**
   * A tick is only under way while there is a reason for it, and the next begins a whole period
   * after it.
   */
  private synchronized void schedule() {
    if (changed && !scheduled) {
      scheduled = true;
      executor.schedule(this::tick, tick.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void tick() {
    synchronized (this) {
      if (database.isAway()) {
        // Its return is a change.
        scheduled = false;
        return;
      }
      changed = false;
    }
    try {
      push();
    } catch (RuntimeException e) {
      if (!database.isBehind(e)) {
        LOG.debugf(e, "board %s not read", board.key());
      }
      synchronized (this) {
        changed = true;
      }
    }
    synchronized (this) {
      scheduled = false;
    }
    schedule();
  }

  private void push() {
    viewers.stream().collect(Collectors.groupingBy(BoardViewer::view)).forEach(this::pushPage);
    var users = viewers.stream().map(viewer -> viewer.session().user()).collect(Collectors.toSet());
    var ranks = leaderboard.ranks(board, users);
    viewers.forEach(viewer -> viewer.tell(ranks.get(viewer.session().user())));
  }

  private void pushPage(View view, Iterable<BoardViewer> together) {
    var page = leaderboard.page(board, view.page(), view.pageSize());
    var frame =
        frames.encode(
            new ServerFrame.LeaderboardUpdate(board.type(), board.classId().orElse(null), page));
    together.forEach(viewer -> viewer.update(view, page, frame));
  }
}
