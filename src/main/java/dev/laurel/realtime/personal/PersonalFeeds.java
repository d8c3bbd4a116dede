package dev.laurel.realtime.personal;

import static io.quarkus.scheduler.Scheduled.ConcurrentExecution.SKIP;

import dev.laurel.broadcast.Broadcast;
import dev.laurel.broadcast.SubscriptionsRestored;
import dev.laurel.notification.Cursor;
import dev.laurel.notification.Inbox;
import dev.laurel.notification.LogHead;
import dev.laurel.notification.LogReadBulk;
import dev.laurel.notification.LogReadBulk.Delivered;
import dev.laurel.notification.UserChannel;
import dev.laurel.outage.DatabaseAway;
import dev.laurel.outage.DatabaseRestored;
import dev.laurel.outage.JobFailures;
import dev.laurel.outage.SchedulerStalled;
import dev.laurel.realtime.RealtimeConfig;
import dev.laurel.realtime.session.Feeds;
import dev.laurel.realtime.session.Session;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import java.time.Duration;
import java.util.HashMap;
import java.util.concurrent.ExecutorService;

/**
 * Repairs lost hints: compares the logs of all connected users with what was delivered, every
 * {@link RealtimeConfig#reconcileInterval} and after each outage, and has the {@link PersonalFeed}s
 * that are behind read their log. Holds the feeds of the users connected to this node.
 */
@ApplicationScoped
class PersonalFeeds {
  private static final String JOB = "realtime.reconcile-logs";

  private final Feeds<String, PersonalFeed> feeds = new Feeds<>(PersonalFeed::isEmpty);
  private final LogReadBulk reader;
  private final BatchingLogReader log;
  private final Inbox inbox;
  private final DeliveryMetrics metrics;
  private final HintTraces traces;
  private final Broadcast broadcast;
  private final JobFailures jobs;
  private final ExecutorService executor;
  private final RealtimeConfig config;

  PersonalFeeds(
      LogReadBulk reader,
      BatchingLogReader log,
      Inbox inbox,
      DeliveryMetrics metrics,
      HintTraces traces,
      Broadcast broadcast,
      JobFailures jobs,
      ExecutorService executor,
      RealtimeConfig config) {
    this.reader = reader;
    this.log = log;
    this.inbox = inbox;
    this.metrics = metrics;
    this.traces = traces;
    this.broadcast = broadcast;
    this.jobs = jobs;
    this.executor = executor;
    this.config = config;
  }

  void onRestored(@ObservesAsync SubscriptionsRestored restored) {
    reconcileNow();
  }

  void onRestored(@ObservesAsync DatabaseRestored restored) {
    reconcileNow();
  }

  void onStalled(@ObservesAsync SchedulerStalled stalled) {
    reconcileNow();
  }

  private void reconcileNow() {
    try {
      reconcile();
    } catch (RuntimeException e) {
      jobs.failed(JOB, e);
    }
  }

  /** Begins to deliver the user's log to a socket. */
  void join(Session session, StartPoint start) {
    var socket = new SocketPosition(session, start);
    feeds.join(session.user(), this::open, feed -> feed.join(socket, start.head()));
  }

  private Feeds.Opened<PersonalFeed> open(String user) {
    var feed = new PersonalFeed(user, log, metrics, traces, config.queueBytes() / 4);
    var hints =
        broadcast.subscribe(
            UserChannel.name(user), UserChannel.receiver(feed::receive, feed::receiveRead));
    // Entries committed before Redis confirmed the subscription came without a hint. If this read
    // fails, the next reconciliation repairs it.
    var beginning = new Cursor(user, 0, null);
    hints
        .established()
        .thenRun(() -> log.start(beginning).thenAccept(slice -> feed.receiveRead(slice.head())));
    return new Feeds.Opened<>(feed, hints);
  }

  void leave(Session session) {
    feeds.leave(session.user(), feed -> feed.leave(session));
  }

  /** Moves the user's read cursor to {@code seq}, and tells the user's other sessions. */
  Uni<Void> ack(Session session, long seq) {
    var feed = feeds.get(session.user());
    if (feed == null) {
      return Uni.createFrom().voidItem();
    }
    feed.update(session, socket -> socket.acking(seq));
    return Uni.createFrom()
        .item(() -> inbox.read(session.user(), seq))
        .runSubscriptionOn(executor)
        .onItemOrFailure()
        .invoke(
            (head, failure) ->
                feed.update(
                    session,
                    socket -> socket.acked(head == null ? 0 : Math.min(seq, head.readUpTo()))))
        .replaceWithVoid();
  }

  @Scheduled(
      every = "${laurel.realtime.reconcile-interval:2s}",
      concurrentExecution = SKIP,
      skipExecutionIf = DatabaseAway.class,
      identity = JOB)
  void reconcile() {
    if (feeds.size() == 0) {
      return;
    }
    long begun = System.nanoTime();
    var delivered = new HashMap<String, Delivered>();
    feeds.forEach((user, feed) -> delivered.put(user, feed.delivered()));
    reader.differing(delivered).forEach((user, head) -> repair(user, head, delivered.get(user)));
    metrics.reconciled(Duration.ofNanos(System.nanoTime() - begun));
  }

  private void repair(String user, LogHead head, Delivered delivered) {
    var feed = feeds.get(user);
    if (feed != null) {
      feed.repair(head, delivered.contradicts(head));
    }
  }
}
