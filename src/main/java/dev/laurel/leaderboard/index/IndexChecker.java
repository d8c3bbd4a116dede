package dev.laurel.leaderboard.index;

import dev.laurel.broadcast.SubscriptionsRestored;
import dev.laurel.leaderboard.Board;
import dev.laurel.outage.DatabaseAway;
import dev.laurel.outage.DatabaseRestored;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Decides when a whole index is compared with the database: at an interval, by one of the nodes,
 * while the board is in use; and at once by a node that has reason to doubt it, which reads the
 * database until that is done. {@link RecentChanges} finds most faults sooner.
 */
@ApplicationScoped
class IndexChecker {
  private static final Logger LOG = Logger.getLogger("laurel.leaderboard");

  private static final String INTERVAL = "60s";

  /** A little less than the interval, so that a node does not meet its own last claim. */
  private static final Duration CLAIM = Duration.ofSeconds(54);

  /** Boards that nobody has read for longer are not checked any more. */
  private static final Duration IN_USE = Duration.ofMinutes(10);

  private static final Duration RETRY = Duration.ofSeconds(1);

  private final IndexRepair repair;
  private final IndexRedis redis;
  private final ScheduledExecutorService executor;

  /** When this node last read the boards that are in use, by {@link System#nanoTime}. */
  private final Map<Board, Long> used = new ConcurrentHashMap<>();

  /** How often each index has been doubted that this node has yet to check. */
  private final Map<Board, Integer> doubts = new ConcurrentHashMap<>();

  IndexChecker(IndexRepair repair, IndexRedis redis, ScheduledExecutorService executor) {
    this.repair = repair;
    this.redis = redis;
    this.executor = executor;
  }

  /** True if the index may be read; from now on it is checked at the interval. */
  boolean isTrusted(Board board) {
    used.put(board, System.nanoTime());
    return !doubts.containsKey(board);
  }

  /** Has the index checked before this node reads it again. Does not block. */
  void doubt(Board board) {
    if (doubts.merge(board, 1, Integer::sum) == 1) {
      executor.execute(() -> checkDoubted(board));
    }
  }

  /** The new connection may lead to another server, whose indexes are older. */
  void onRestored(@ObservesAsync SubscriptionsRestored restored) {
    used.keySet().forEach(this::doubt);
  }

  /** PostgreSQL may have come back without its last commits, which the indexes still have. */
  void onRestored(@ObservesAsync DatabaseRestored restored) {
    used.keySet().forEach(this::doubt);
  }

  private void checkDoubted(Board board) {
    try {
      var known = doubts.get(board);
      repair.repair(board);
      if (!doubts.remove(board, known)) {
        // Doubted again meanwhile.
        executor.execute(() -> checkDoubted(board));
      }
    } catch (RuntimeException e) {
      LOG.debugf(e, "the index of %s cannot be checked yet", board.key());
      executor.schedule(() -> checkDoubted(board), RETRY.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  @Scheduled(
      identity = "leaderboard.check-indexes",
      every = INTERVAL,
      delayed = INTERVAL,
      concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = DatabaseAway.class)
  void checkInTurn() {
    used.values().removeIf(at -> System.nanoTime() - at > IN_USE.toNanos());
    for (var board : used.keySet()) {
      try {
        if (IndexReader.await(redis.claimCheck(board, CLAIM))) {
          repair.repair(board);
        }
      } catch (RuntimeException e) {
        LOG.debugf(e, "the index of %s was not checked", board.key());
      }
    }
  }
}
