package dev.laurel.realtime;

import dev.laurel.broadcast.Broadcast;
import dev.laurel.broadcast.SubscriptionsRestored;
import dev.laurel.notification.NotificationLog;
import dev.laurel.notification.UserChannel;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** The personal feeds of the users who are connected to this node. */
@ApplicationScoped
class PersonalFeeds {
  private static final Logger LOG = Logger.getLogger("laurel.realtime");

  private final Map<String, PersonalFeed> feeds = new ConcurrentHashMap<>();
  private final NotificationLog log;
  private final Broadcast broadcast;
  private final ScheduledExecutorService executor;
  private final RealtimeConfig config;
  private ScheduledFuture<?> reconciliation;

  PersonalFeeds(
      NotificationLog log,
      Broadcast broadcast,
      ScheduledExecutorService executor,
      RealtimeConfig config) {
    this.log = log;
    this.broadcast = broadcast;
    this.executor = executor;
    this.config = config;
  }

  void start(@Observes StartupEvent event) {
    long interval = config.reconcileInterval().toMillis();
    reconciliation =
        executor.scheduleWithFixedDelay(this::reconcile, interval, interval, TimeUnit.MILLISECONDS);
  }

  void stop(@Observes ShutdownEvent event) {
    reconciliation.cancel(false);
  }

  void onRestored(@ObservesAsync SubscriptionsRestored restored) {
    reconcile();
  }

  /**
   * Begins to deliver a user's log to a socket.
   *
   * @param position the last entry which the client does not need any more
   */
  void join(Session session, long position) {
    feeds.compute(
        session.user(),
        (user, present) -> {
          var feed = present != null ? present : open(user);
          feed.join(new PersonalCursor(session, position));
          return feed;
        });
  }

  private PersonalFeed open(String user) {
    var feed = new PersonalFeed(user, log, executor, config.logPage());
    feed.subscription(
        broadcast.subscribe(
            UserChannel.name(user), payload -> feed.hear(UserChannel.entries(payload))));
    // What was committed before Redis confirmed the subscription came without a hint.
    feed.subscription().established().thenRun(() -> executor.execute(() -> reconcile(feed)));
    return feed;
  }

  void leave(Session session) {
    feeds.computeIfPresent(
        session.user(),
        (user, feed) -> {
          feed.leave(session);
          if (!feed.isEmpty()) {
            return feed;
          }
          feed.subscription().close();
          return null;
        });
  }

  private void reconcile(PersonalFeed feed) {
    try {
      feed.catchUp(log.lastSeq(feed.user()));
    } catch (RuntimeException e) {
      LOG.debug("log not reconciled", e);
    }
  }

  /** Makes up for whatever hints were lost. */
  private void reconcile() {
    if (feeds.isEmpty()) {
      return;
    }
    try {
      log.lastSeqs(feeds.keySet()).forEach(this::catchUp);
    } catch (RuntimeException e) {
      LOG.debug("logs not reconciled", e);
    }
  }

  private void catchUp(String user, long lastSeq) {
    var feed = feeds.get(user);
    if (feed != null) {
      feed.catchUp(lastSeq);
    }
  }
}
