package dev.laurel.notification;

import dev.laurel.course.Learners;
import dev.laurel.outage.ClockWrong;
import dev.laurel.outage.DatabaseAway;
import dev.laurel.sql.AdvisoryLock;
import dev.laurel.sql.Chunks;
import dev.laurel.sql.Sql;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Deletes entries that are too old, and the oldest of logs that are too long, one chunk of a log in
 * a transaction. The log's head moves in the same transaction, so readers find all entries after
 * their cursor or learn that some are gone.
 */
@Startup // its meters are exported before the first run
@ApplicationScoped
class LogPruning {
  private static final String INTERVAL = "${laurel.notifications.prune-interval}";
  private static final int USERS = 500;

  /** Entries to delete in one transaction, while their user is locked. */
  private static final int CHUNK = 1_000;

  private final Learners learners;
  private final Sql sql;
  private final NotificationConfig config;
  private final DatabaseAway database;
  private final Clock clock;
  private final Counter pruned;
  private final Timer runs;

  LogPruning(
      Learners learners,
      Sql sql,
      NotificationConfig config,
      DatabaseAway database,
      Clock clock,
      MeterRegistry meters) {
    this.learners = learners;
    this.sql = sql;
    this.config = config;
    this.database = database;
    this.clock = clock;
    pruned =
        Counter.builder("laurel.notifications.pruned")
            .description("Entries of logs deleted because they were too old or too many")
            .register(meters);
    runs =
        Timer.builder("laurel.notifications.pruning")
            .description("Searches for logs to prune, with the pruning of what was found")
            .register(meters);
  }

  @Scheduled(
      identity = "notification.prune",
      every = INTERVAL,
      delayed = INTERVAL,
      concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = ClockWrong.class)
  void run() {
    runs.record(() -> prune(CHUNK, this::count));
  }

  private boolean count(int entries) {
    pruned.increment(entries);
    return !database.isStopping();
  }

  /**
   * Prunes until nothing is left to do or another node prunes.
   *
   * @param chunk the most entries to delete in one transaction
   * @param afterChunk receives the number of deleted entries after each transaction, and returns
   *     whether to continue
   */
  void prune(int chunk, IntPredicate afterChunk) {
    for (var users = candidates(); !users.isEmpty(); users = candidates()) {
      for (var user : users) {
        if (!Chunks.repeat(chunk, () -> prune(user, chunk), afterChunk)) {
          return;
        }
      }
    }
  }

  /** Users whose logs are too old or too long, each found by an index. */
  private Set<String> candidates() {
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              var users =
                  new LinkedHashSet<>(
                      NotificationHead.users(USERS, "oldestAt < ?1 order by oldestAt", horizon()));
              users.addAll(
                  NotificationHead.users(
                      USERS, "hundreds > 0 and hundreds > ?1", config.retentionEntries() / 100L));
              return users;
            });
  }

  private Instant horizon() {
    return clock.instant().minus(config.retention());
  }

  /** Prunes a chunk of one log, and returns its length; -1 if another node prunes. */
  private int prune(String user, int chunk) {
    if (!sql.tryLock(AdvisoryLock.LOG_PRUNING)) {
      return -1;
    }
    if (!learners.lockKnown(user)) {
      if (NotificationHead.count("userId", user) == 0) {
        // Erased meanwhile: locking would create the user again.
        return 0;
      }
      learners.lock(user);
    }
    var head = NotificationHead.of(user).orElse(LogHead.EMPTY);
    var first = firstToKeep(user, head, chunk);
    NotificationHead.begin(user, first.seq, first.sentAt);
    return (int) Notification.deleteBefore(user, first.seq);
  }

  private record First(long seq, Instant sentAt) {}

  /** The entry to begin with, after those of the first chunk that are to be deleted. */
  private First firstToKeep(String user, LogHead head, int chunk) {
    long end = Math.min(head.firstSeq() + chunk - 1, head.lastSeq());
    long tooMany = head.lastSeq() - config.retentionEntries();
    return Notification.<Notification>find(
            "userId = ?1 and seq > ?2 and seq <= ?3 and sentAt >= ?4 order by seq",
            user,
            Math.max(head.firstSeq() - 1, tooMany),
            end,
            horizon())
        .firstResultOptional()
        .or(() -> Notification.<Notification>findByIdOptional(new Notification.Key(user, end + 1)))
        .map(entry -> new First(entry.seq, entry.sentAt))
        .orElse(new First(end + 1, clock.instant()));
  }
}
