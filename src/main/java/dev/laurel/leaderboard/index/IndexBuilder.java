package dev.laurel.leaderboard.index;

import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.standing.StandingChangeBulk;
import dev.laurel.outage.DatabaseWatch;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import org.jboss.logging.Logger;

/**
 * Builds indexes from the standings, in the background and in chunks. One node does so at a time,
 * and another takes over if it has not been heard of for ten seconds. Changes committed meanwhile
 * go into the unfinished index as well, which then replaces the older one in one step.
 */
@ApplicationScoped
class IndexBuilder {
  private static final Logger LOG = Logger.getLogger("laurel.leaderboard");

  private final BoardIndex index;
  private final IndexGenerations generations;
  private final StandingChangeBulk rows;
  private final BoardChannel channel;
  private final DatabaseWatch database;
  private final IndexMetrics metrics;
  private final ExecutorService executor;
  private final Clock clock;
  private final Set<Board> building = ConcurrentHashMap.newKeySet();

  IndexBuilder(
      BoardIndex index,
      IndexGenerations generations,
      StandingChangeBulk rows,
      BoardChannel channel,
      DatabaseWatch database,
      IndexMetrics metrics,
      ExecutorService executor,
      Clock clock) {
    this.index = index;
    this.generations = generations;
    this.rows = rows;
    this.channel = channel;
    this.database = database;
    this.metrics = metrics;
    this.executor = executor;
    this.clock = clock;
  }

  /** Builds the index in the background, unless a node does so already. Does not block. */
  void request(Board board) {
    if (building.add(board)) {
      executor.execute(() -> build(board));
    }
  }

  private void build(Board board) {
    try {
      var startedAt = clock.instant();
      var generation = UUID.randomUUID().toString().substring(0, 8);
      if (IndexReader.await(generations.begin(board, generation, rows.erasures(board)))) {
        build(board, generation, startedAt);
      }
    } catch (IndexUnavailableException e) {
      // RedisWatch has logged the outage.
      LOG.debugf(e, "The index of %s could not be built", board.key());
    } catch (RuntimeException e) {
      if (!database.isCausedByOutage(e)) {
        LOG.warnf("The index of %s could not be built: %s", board.key(), e);
      }
    } finally {
      building.remove(board);
    }
  }

  private void build(Board board, String generation, Instant startedAt) {
    long standings = 0;
    var chunk = rows.changedSince(board, Instant.EPOCH, "");
    while (!chunk.isEmpty()) {
      if (IndexReader.await(index.fill(board, generation, chunk)).isEmpty()) {
        LOG.infof("The index of %s is left to others", board.key());
        return;
      }
      standings += chunk.size();
      var last = chunk.get(chunk.size() - 1).user();
      chunk = rows.changedSince(board, Instant.EPOCH, last);
    }
    if (IndexReader.await(generations.finish(board, generation, startedAt))) {
      var took = Duration.between(startedAt, clock.instant());
      metrics.rebuilds.record(took);
      LOG.infof(
          "The index of %s was built from %d standings in %d ms",
          board.key(), standings, took.toMillis());
      channel.publish(board);
    }
  }
}
