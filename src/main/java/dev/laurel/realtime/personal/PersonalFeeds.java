package dev.laurel.realtime.personal;

import dev.laurel.broadcast.Broadcast;
import dev.laurel.broadcast.SubscriptionsRestored;
import dev.laurel.notification.Delivered;
import dev.laurel.notification.Inbox;
import dev.laurel.notification.LogHead;
import dev.laurel.notification.LogReader;
import dev.laurel.notification.UserChannel;
import dev.laurel.outage.DatabaseRestored;
import dev.laurel.outage.DatabaseWatch;
import dev.laurel.realtime.RealtimeConfig;
import dev.laurel.realtime.session.Session;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import java.time.Duration;
import java.util.HashMap;
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
  private final LogReader reader;
  private final BatchingLogReader log;
  private final Inbox inbox;
  private final DeliveryMetrics metrics;
  private final HintTraces traces;
  private final DatabaseWatch database;
  private final Broadcast broadcast;
  private final ScheduledExecutorService executor;
  private final RealtimeConfig config;
  private ScheduledFuture<?> reconciliation;

  PersonalFeeds(
      LogReader reader,
      BatchingLogReader log,
      Inbox inbox,
      DeliveryMetrics metrics,
      HintTraces traces,
      DatabaseWatch database,
      Broadcast broadcast,
      ScheduledExecutorService executor,
      RealtimeConfig config) {
    this.reader = reader;
    this.log = log;
    this.inbox = inbox;
    this.metrics = metrics;
    this.traces = traces;
    this.database = database;
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

  void onRestored(@ObservesAsync DatabaseRestored restored) {
    reconcile();
  }

  /** Begins to deliver a user's log to a socket. */
  void join(Session session, LogPosition position) {
    var read =
        position.resuming() ? ReadMark.told(position.head().readUpTo()) : ReadMark.ofNoInterest();
    var cursor = new PersonalCursor(session, position.start(), read);
    feeds.compute(
        session.user(),
        (user, present) -> {
          var feed = present != null ? present : open(user);
          feed.join(cursor, position.head());
          return feed;
        });
  }

  private PersonalFeed open(String user) {
    var feed = new PersonalFeed(user, log, metrics, traces, config.queueBytes() / 4);
    feed.subscription(
        broadcast.subscribe(
            UserChannel.name(user), UserChannel.receiver(feed::hear, feed::hearRead)));
    // What was committed before Redis confirmed the subscription came without a hint. Should this
    // read fail, the next reconciliation makes up for it.
    feed.subscription().established().thenRun(() -> log.head(user).thenAccept(feed::hearRead));
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

  /**
   * Moves the read cursor of a session's user, of which the session itself is not told.
   *
   * @param seq the last entry read
   */
  Uni<Void> ack(Session session, long seq) {
    var feed = feeds.get(session.user());
    if (feed == null) {
      return Uni.createFrom().voidItem();
    }
    feed.acking(session, seq);
    return Uni.createFrom()
        .item(() -> inbox.read(session.user(), seq))
        .runSubscriptionOn(executor)
        .onItemOrFailure()
        .invoke(
            (head, failure) ->
                feed.acked(session, head == null ? 0 : Math.min(seq, head.readUpTo())))
        .replaceWithVoid();
  }

  /** Makes up for whatever hints were lost. */
  private void reconcile() {
    if (feeds.isEmpty() || database.isAway()) {
      return;
    }
    long begun = System.nanoTime();
    var delivered = new HashMap<String, Delivered>();
    feeds.forEach((user, feed) -> delivered.put(user, feed.delivered()));
    try {
      reader.ahead(delivered).forEach(this::repair);
      metrics.reconciled(Duration.ofNanos(System.nanoTime() - begun));
    } catch (RuntimeException e) {
      if (!database.isBehind(e)) {
        LOG.warn("logs not reconciled", e);
      }
    }
  }

  private void repair(String user, LogHead head) {
    var feed = feeds.get(user);
    if (feed != null) {
      feed.repair(head);
    }
  }
}
