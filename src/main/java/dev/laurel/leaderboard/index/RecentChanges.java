package dev.laurel.leaderboard.index;

import static java.util.stream.Collectors.groupingBy;

import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.standing.StandingChange;
import dev.laurel.leaderboard.standing.StandingChangeBulk;
import dev.laurel.leaderboard.standing.StandingChangeBulk.Erasures;
import dev.laurel.outage.DatabaseAway;
import dev.laurel.outage.JobFailures;
import dev.laurel.outage.SchedulerStalled;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Repairs indexes that were not told of a change: the node that made it has died after the commit,
 * does not reach Redis, or never learned that the commit succeeded. Every two seconds one node
 * applies the latest changes of all boards again, whoever made them; most are known by their
 * version, and ignored. Hints of changes since the turn before are published again, too, since they
 * may have been lost with a node.
 *
 * <p>Redis itself keeps up to when this was done, and so the next turn goes back as far as need be
 * when Redis was away or has fallen back to an older copy, even if all nodes have been restarted
 * since. {@link IndexChecker} finds what has gone wrong otherwise.
 */
@ApplicationScoped
class RecentChanges {
  private static final Logger LOG = Logger.getLogger("laurel.leaderboard");
  private static final String JOB = "leaderboard.repair-recent-changes";

  /** More often than a turn is due: another node takes over soon when one dies. */
  private static final String INTERVAL = "1s";

  private static final Duration CLAIM = Duration.ofMillis(1_500);

  /**
   * The longest time between writing a standing and the commit that makes it visible: usually some
   * milliseconds, and never much more than the longest statement that the server allows. Committed
   * transaction ids would need no such margin, but a column, and begin anew in a restored database.
   */
  private static final Duration COMMIT = Duration.ofSeconds(10);

  /**
   * Bounds the cost of a turn: PostgreSQL takes 0.01 s to read so many changes, Redis 0.07 s to
   * find that it knows them. If more than these were made within two seconds, the older ones wait
   * for {@link IndexChecker}.
   */
  private static final int MOST = 10_000;

  /** How many changes are sent to Redis at once, which serves nobody else for about 4 ms. */
  private static final int CHUNK = 500;

  /** Changes younger than this may still be on their way to the index. */
  private static final Duration ON_ITS_WAY = Duration.ofSeconds(1);

  private final BoardIndex index;
  private final IndexGenerations generations;
  private final IndexRedis redis;
  private final StandingChangeBulk rows;
  private final BoardChannel channel;
  private final IndexMetrics metrics;
  private final DatabaseAway databaseAway;
  private final JobFailures failures;
  private final Clock clock;

  RecentChanges(
      BoardIndex index,
      IndexGenerations generations,
      IndexRedis redis,
      StandingChangeBulk rows,
      BoardChannel channel,
      IndexMetrics metrics,
      DatabaseAway databaseAway,
      JobFailures failures,
      Clock clock) {
    this.index = index;
    this.generations = generations;
    this.redis = redis;
    this.rows = rows;
    this.channel = channel;
    this.metrics = metrics;
    this.databaseAway = databaseAway;
    this.failures = failures;
    this.clock = clock;
  }

  void onStalled(@ObservesAsync SchedulerStalled stalled) {
    if (!databaseAway.isSkipping()) {
      try {
        repairInTurn();
      } catch (RuntimeException e) {
        failures.failed(JOB, e);
      }
    }
  }

  @Scheduled(
      identity = JOB,
      every = INTERVAL,
      delayed = INTERVAL,
      concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = DatabaseAway.class)
  void repairInTurn() {
    try {
      if (IndexReader.await(redis.claimRecentChanges(CLAIM))) {
        repair();
      }
    } catch (IndexUnavailableException e) {
      // RedisWatch has logged the outage, and the next turn goes back to before it.
      LOG.debugf(e, "Recent changes are not compared");
    }
  }

  private void repair() {
    var startedAt = clock.instant();
    // Where it is missing there are no indexes, unless Redis has evicted it.
    var lastTurn =
        IndexReader.await(redis.repairedUntil()).filter(startedAt::isAfter).orElse(startedAt);
    var since = lastTurn.minus(COMMIT);
    var unseen = lastTurn.minus(ON_ITS_WAY);
    rows.newestSince(since, MOST).stream()
        .collect(groupingBy(StandingChange::board))
        .forEach((board, changes) -> repair(board, changes, unseen));
    // After the standings, which may have been read before the user was erased.
    rows.erasuresSince(since).forEach((board, erasures) -> repair(board, erasures, unseen));
    IndexReader.await(redis.repairedUntil(startedAt));
  }

  private void repair(Board board, List<StandingChange> changes, Instant unseen) {
    long missing = 0;
    for (int from = 0; from < changes.size(); from += CHUNK) {
      missing += apply(board, changes.subList(from, Math.min(changes.size(), from + CHUNK)));
    }
    if (missing > 0 || changes.stream().anyMatch(change -> change.changedAt().isAfter(unseen))) {
      channel.publishStandings(board);
    }
  }

  /** Returns how many changes the index did not know. */
  private int apply(Board board, List<StandingChange> changes) {
    var readAt = clock.instant();
    var applied = new HashSet<>(IndexReader.await(index.apply(board, changes)).orElse(List.of()));
    long late =
        changes.stream()
            .filter(change -> applied.contains(change.user()))
            .filter(change -> change.changedAt().isBefore(readAt.minus(ON_ITS_WAY)))
            .count();
    if (late > 0) {
      metrics.repaired.increment(late);
      LOG.infof("%d recent changes were missing in the index of %s", late, board.key());
    }
    return applied.size();
  }

  /** Has the index built again if it holds an erased user, whom nobody can name any more. */
  private void repair(Board board, Erasures erasures, Instant unseen) {
    var missed =
        IndexReader.await(generations.state(board))
            .filter(state -> state.erasures() < erasures.count());
    if (missed.isPresent()) {
      LOG.infof("The index of %s holds erased users, and is rebuilt", board.key());
      IndexReader.await(index.drop(board));
    }
    if (missed.isPresent() || erasures.newestAt().isAfter(unseen)) {
      channel.publishStandings(board);
    }
  }
}
