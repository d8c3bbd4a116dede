package dev.laurel.realtime.board;

import dev.laurel.broadcast.Subscription;
import dev.laurel.leaderboard.Audience;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.Leaderboard;
import dev.laurel.leaderboard.index.BoardMoves;
import dev.laurel.outage.DatabaseWatch;
import dev.laurel.realtime.RealtimeConfig;
import dev.laurel.realtime.RealtimeMetrics;
import dev.laurel.realtime.board.BoardPages.Watched;
import dev.laurel.realtime.frame.ServerFrames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
  private final ScheduledExecutorService executor;
  private final Duration tick;
  private final DatabaseWatch database;
  private final RealtimeMetrics metrics;
  private final Duration rankSync;
  private final BoardPages pages;
  private final BoardRanks ranks;
  private final Set<BoardViewer> viewers = ConcurrentHashMap.newKeySet();
  private List<BoardMoves> heard = new ArrayList<>();
  private Subscription subscription;

  /** Something is to be done at the next tick; and more than can be told from what was heard. */
  private boolean changed;

  private boolean anything = true;
  private boolean scheduled;
  private boolean syncScheduled;
  private long lastTick = System.nanoTime() - Integer.MAX_VALUE;

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
    this.executor = executor;
    this.tick = config.boardTick();
    this.rankSync = config.rankSync();
    this.pages = new BoardPages(board, leaderboard, frames);
    this.ranks = new BoardRanks(board, leaderboard);
    this.database = database;
    this.metrics = metrics;
  }

  void subscription(Subscription to) {
    subscription = to;
  }

  Subscription subscription() {
    return subscription;
  }

  synchronized void join(BoardViewer viewer) {
    viewers.add(viewer);
    changed = true;
    schedule();
  }

  void leave(BoardViewer viewer) {
    viewers.remove(viewer);
  }

  boolean isEmpty() {
    return viewers.isEmpty();
  }

  /** Something moved; empty when nobody can tell what. */
  synchronized void heard(Optional<BoardMoves> moves) {
    moves.ifPresentOrElse(heard::add, () -> anything = true);
    changed = true;
    schedule();
  }

  /** The board may look different now. */
  void changed() {
    heard(Optional.empty());
  }

  /**
   * A tick is only under way while there is a reason for it, and the next begins a whole period
   * after it.
   */
  private synchronized void schedule() {
    if (changed && !scheduled) {
      scheduled = true;
      long sinceLast = System.nanoTime() - lastTick;
      executor.schedule(this::tick, Math.max(0, tick.toNanos() - sinceLast), TimeUnit.NANOSECONDS);
    }
  }

  private void tick() {
    List<BoardMoves> moves;
    boolean all;
    synchronized (this) {
      if (database.isAway()) {
        // Its return is a change.
        scheduled = false;
        return;
      }
      changed = false;
      moves = heard;
      heard = new ArrayList<>();
      all = anything;
      anything = false;
      lastTick = System.nanoTime();
    }
    try {
      long begun = System.nanoTime();
      push(moves, all);
      metrics.boardTicked(Duration.ofNanos(System.nanoTime() - begun));
    } catch (RuntimeException e) {
      if (!database.isBehind(e)) {
        LOG.debugf(e, "board %s not read", board.key());
      }
      synchronized (this) {
        changed = true;
        anything = true;
      }
    }
    synchronized (this) {
      scheduled = false;
    }
    schedule();
  }

  private void push(List<BoardMoves> moves, boolean all) {
    var present = List.copyOf(viewers);
    RankShifts crossings = null;
    if (all) {
      ranks.lookUpAll(present);
    } else {
      crossings = ranks.update(present, moves);
      if (!moves.isEmpty()) {
        scheduleSync();
      }
      if (ranks.isWaiting()) {
        heardLater();
      }
    }
    boolean frozen = board.classId().isPresent() && leaderboard.isFrozen(board, Audience.STUDENTS);
    // Students see a frozen board as it was, but nothing of a season that is withheld with it.
    var shown =
        frozen && isSeason() ? present.stream().filter(BoardFeed::isStaff).toList() : present;
    var byPage = shown.stream().collect(Collectors.groupingBy(Watched::by));
    pages.update(byPage.keySet(), crossings);
    byPage.forEach(this::show);
    tellRanks(present, all, frozen);
  }

  private void show(Watched watched, List<BoardViewer> viewers) {
    var page = pages.get(watched);
    viewers.forEach(viewer -> viewer.update(watched.view(), page));
  }

  /** Students hear nothing of a frozen board but where they stood when it froze. */
  private void tellRanks(List<BoardViewer> present, boolean all, boolean frozen) {
    for (var viewer : present) {
      if (!frozen || isStaff(viewer)) {
        viewer.tellRank(viewer.standing().rank());
      }
    }
    if (frozen && all && !isSeason()) {
      var students = present.stream().filter(viewer -> !isStaff(viewer)).toList();
      var ranks =
          leaderboard.ranks(
              board,
              students.stream().map(BoardViewer::user).collect(Collectors.toSet()),
              Audience.STUDENTS);
      students.forEach(viewer -> viewer.tellRank(ranks.get(viewer.user())));
    }
  }

  private boolean isSeason() {
    return board.seasonId().isPresent();
  }

  private static boolean isStaff(BoardViewer viewer) {
    return viewer.audience() == Audience.STAFF;
  }

  /** A change that is late may not come at all; then another tick makes up for it. */
  private synchronized void heardLater() {
    changed = true;
  }

  private synchronized void scheduleSync() {
    if (!syncScheduled) {
      syncScheduled = true;
      executor.schedule(this::sync, rankSync.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void sync() {
    synchronized (this) {
      syncScheduled = false;
    }
    if (!isEmpty()) {
      changed();
    }
  }
}
