package dev.laurel.leaderboard.index;

import dev.laurel.broadcast.SubscriptionsRestored;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.LeaderboardConfig;
import dev.laurel.leaderboard.index.IndexGenerations.State;
import dev.laurel.leaderboard.standing.StandingBulk;
import dev.laurel.leaderboard.standing.StandingChange;
import dev.laurel.outage.DatabaseAway;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Compares indexes with the database, and repairs them. An index knows up to when it is complete,
 * even after Redis has fallen back to an older copy: a check applies all standings that changed
 * since, and some of the others in turn.
 *
 * <p>One of the nodes checks the boards in use at an interval. A node that has reason to doubt an
 * index reads the database until it has checked the index itself.
 */
@ApplicationScoped
class IndexChecker {
  private static final Logger LOG = Logger.getLogger("laurel.leaderboard");

  private static final String INTERVAL = "${laurel.leaderboard.check-interval}";

  /** How long a transaction may take to commit a change, including differences between clocks. */
  private static final Duration COMMIT = Duration.ofMinutes(2);

  /** Changes younger than this may still be on their way to the index. */
  private static final Duration ON_ITS_WAY = Duration.ofSeconds(10);

  /** How many standings a check compares regardless of their age, taking turns. */
  private static final int COMPARED = 10_000;

  private static final Duration RETRY = Duration.ofSeconds(1);

  private final BoardIndex index;
  private final IndexGenerations generations;
  private final StandingBulk rows;
  private final BoardChannel channel;
  private final IndexMetrics metrics;
  private final LeaderboardConfig config;
  private final ScheduledExecutorService executor;
  private final Clock clock;
  private final Set<Board> used = ConcurrentHashMap.newKeySet();

  /** How often each index has been doubted that this node has yet to check. */
  private final Map<Board, Integer> doubts = new ConcurrentHashMap<>();

  IndexChecker(
      BoardIndex index,
      IndexGenerations generations,
      StandingBulk rows,
      BoardChannel channel,
      IndexMetrics metrics,
      LeaderboardConfig config,
      ScheduledExecutorService executor,
      Clock clock) {
    this.index = index;
    this.generations = generations;
    this.rows = rows;
    this.channel = channel;
    this.metrics = metrics;
    this.config = config;
    this.executor = executor;
    this.clock = clock;
  }

  /** Whether the index may be read; from now on it is checked at the interval. */
  boolean isTrusted(Board board) {
    used.add(board);
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
    used.forEach(this::doubt);
  }

  private void checkDoubted(Board board) {
    try {
      var known = doubts.get(board);
      check(board);
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
    // A little less than the interval, so that a node does not meet its own last claim.
    var claim = config.checkInterval().multipliedBy(9).dividedBy(10);
    for (var board : used) {
      try {
        if (IndexReader.await(generations.claimCheck(board, claim))) {
          check(board);
        }
      } catch (RuntimeException e) {
        LOG.debugf(e, "the index of %s was not checked", board.key());
      }
    }
  }

  /** Repairs what differs from the database. Blocks. */
  void check(Board board) {
    IndexReader.await(generations.state(board)).ifPresent(state -> check(board, state));
  }

  private void check(Board board, State state) {
    if (rows.erasures(board).count() != state.erasures()) {
      // The comparison below goes through the standings, and so never meets an erased user.
      LOG.infof("The index of %s may hold erased users, and is rebuilt", board.key());
      IndexReader.await(index.drop(board));
      return;
    }
    var startedAt = clock.instant();
    var recent = new Comparison(board, state.generation(), state.goodAt().minus(COMMIT), "");
    recent.run(Integer.MAX_VALUE);
    var turn = new Comparison(board, state.generation(), Instant.EPOCH, state.cursor());
    turn.run(COMPARED);
    int missing = recent.missing + turn.missing;
    if (missing > 0) {
      metrics.repaired(missing);
      LOG.warnf("%d standings were missing or wrong in the index of %s", missing, board.key());
    }
    IndexReader.await(generations.confirm(board, state.generation(), startedAt, turn.cursor));
  }

  /** Applies the standings of a board to its index, in chunks. */
  private final class Comparison {
    private final Board board;
    private final String generation;
    private final Instant since;
    private String cursor;
    private int missing;

    Comparison(Board board, String generation, Instant since, String cursor) {
      this.board = board;
      this.generation = generation;
      this.since = since;
      this.cursor = cursor;
    }

    /** Goes on behind the cursor, which is empty afterwards if the end was reached. */
    void run(int limit) {
      for (int compared = 0; compared < limit; ) {
        var readAt = clock.instant();
        var chunk = rows.changedSince(board, since, cursor, config.chunk());
        if (chunk.isEmpty()) {
          cursor = "";
          return;
        }
        apply(chunk, readAt);
        compared += chunk.size();
        cursor = chunk.get(chunk.size() - 1).user();
      }
    }

    private void apply(List<StandingChange> chunk, Instant readAt) {
      var repaired =
          IndexReader.await(index.fill(board, generation, chunk))
              .map(HashSet::new)
              .orElseGet(HashSet::new);
      if (!repaired.isEmpty()) {
        channel.publishStandings(board);
      }
      missing +=
          (int)
              chunk.stream()
                  .filter(standing -> repaired.contains(standing.user()))
                  .filter(standing -> standing.changedAt().isBefore(readAt.minus(ON_ITS_WAY)))
                  .count();
    }
  }
}
