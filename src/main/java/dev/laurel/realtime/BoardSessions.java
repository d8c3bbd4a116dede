package dev.laurel.realtime;

import dev.laurel.broadcast.Broadcast;
import dev.laurel.broadcast.SubscriptionsRestored;
import dev.laurel.leaderboard.Leaderboard;
import dev.laurel.roster.Classes;
import dev.laurel.roster.MembershipChannel;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import org.jboss.logging.Logger;

/** The leaderboard sockets of this node, each kept to the classes that its user is in now. */
@ApplicationScoped
class BoardSessions {
  private static final Logger LOG = Logger.getLogger("laurel.realtime");

  private final Leaderboard leaderboard;
  private final BoardFeeds feeds;
  private final Classes classes;
  private final Broadcast broadcast;
  private final ExecutorService executor;
  private final Set<BoardSession> sessions = ConcurrentHashMap.newKeySet();

  BoardSessions(
      Leaderboard leaderboard,
      BoardFeeds feeds,
      Classes classes,
      Broadcast broadcast,
      ExecutorService executor) {
    this.leaderboard = leaderboard;
    this.feeds = feeds;
    this.classes = classes;
    this.broadcast = broadcast;
    this.executor = executor;
  }

  /** Begins a session that hears of changed memberships from now on. Does not block. */
  BoardSession open(Session session) {
    var boards = new BoardSession(session, leaderboard, feeds, classes);
    sessions.add(boards);
    var memberships =
        broadcast.subscribe(
            MembershipChannel.name(session.user()),
            payload -> executor.execute(() -> refresh(boards)));
    boards.memberships(memberships);
    // What changed before Redis confirmed the subscription came without a hint.
    memberships.established().thenRun(() -> executor.execute(() -> refresh(boards)));
    return boards;
  }

  void onRestored(@ObservesAsync SubscriptionsRestored restored) {
    sessions.forEach(this::refresh);
  }

  private void refresh(BoardSession boards) {
    try {
      boards.refresh();
    } catch (RuntimeException e) {
      LOG.warn("a leaderboard socket is closed, since memberships cannot be read", e);
      boards.session().close(CloseCode.SERVER_ERROR);
    }
  }

  void close(BoardSession boards) {
    sessions.remove(boards);
    boards.end();
  }
}
