package dev.laurel.realtime.board;

import dev.laurel.broadcast.Broadcast;
import dev.laurel.broadcast.SubscriptionsRestored;
import dev.laurel.course.Classes;
import dev.laurel.course.MembershipChannel;
import dev.laurel.leaderboard.Leaderboard;
import dev.laurel.outage.DatabaseRestored;
import dev.laurel.outage.DatabaseWatch;
import dev.laurel.realtime.session.Session;
import dev.laurel.wire.CloseCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import org.jboss.logging.Logger;

/** The leaderboard sockets of this node. Keeps each to the classes that its user is in. */
@ApplicationScoped
class BoardSessions {
  private static final Logger LOG = Logger.getLogger("laurel.realtime");

  private final Leaderboard leaderboard;
  private final BoardFeeds feeds;
  private final Classes classes;
  private final Broadcast broadcast;
  private final ExecutorService executor;
  private final DatabaseWatch database;
  private final Set<BoardSession> sessions = ConcurrentHashMap.newKeySet();

  BoardSessions(
      Leaderboard leaderboard,
      BoardFeeds feeds,
      Classes classes,
      Broadcast broadcast,
      ExecutorService executor,
      DatabaseWatch database) {
    this.leaderboard = leaderboard;
    this.feeds = feeds;
    this.classes = classes;
    this.broadcast = broadcast;
    this.executor = executor;
    this.database = database;
  }

  /** Creates a session, and refreshes it whenever the user's memberships change. Does not block. */
  BoardSession open(Session session) {
    var boards = new BoardSession(session, leaderboard, feeds, classes);
    sessions.add(boards);
    var memberships =
        broadcast.subscribe(
            MembershipChannel.name(session.user()),
            payload -> executor.execute(() -> refresh(boards)));
    boards.memberships(memberships);
    // Changes before Redis confirmed the subscription came without a hint.
    memberships.established().thenRun(() -> executor.execute(() -> refresh(boards)));
    return boards;
  }

  void onRestored(@ObservesAsync SubscriptionsRestored restored) {
    sessions.forEach(this::refresh);
  }

  /** Reads again: reading may have failed, and hints may have been lost. */
  void onRestored(@ObservesAsync DatabaseRestored restored) {
    sessions.forEach(boards -> keepOpen(boards, boards::resume));
  }

  /** Sends the first frames; if the database is away, once it is back. Blocks. */
  void begin(BoardSession boards) {
    keepOpen(boards, boards::begin);
  }

  private void refresh(BoardSession boards) {
    keepOpen(boards, boards::refresh);
  }

  private void keepOpen(BoardSession boards, Runnable reading) {
    try {
      reading.run();
    } catch (RuntimeException e) {
      // During an outage the session stays open: onRestored resumes it.
      if (!database.isCausedByOutage(e)) {
        LOG.warn("a leaderboard socket is closed, since its boards cannot be read", e);
        boards.session().close(CloseCode.SERVER_ERROR);
      }
    }
  }

  void close(BoardSession boards) {
    sessions.remove(boards);
    boards.end();
  }
}
