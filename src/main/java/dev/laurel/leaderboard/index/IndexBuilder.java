package dev.laurel.leaderboard.index;

import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.LeaderboardConfig;
import dev.laurel.leaderboard.standing.StandingBulk;
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
 * Makes indexes from the standings, in the background and in chunks. One node does, and another
 * takes over when it has not been heard of for ten seconds. What is committed meanwhile goes into
 * the unfinished index as well, which takes the place of an older one all at once.
 */
@ApplicationScoped
class IndexBuilder {
  private static final Logger LOG = Logger.getLogger("laurel.leaderboard");

  private final BoardIndex index;
  private final StandingBulk rows;
  private final BoardChannel channel;
  private final DatabaseWatch database;
  private final IndexMetrics metrics;
  private final LeaderboardConfig config;
  private final ExecutorService executor;
  private final Clock clock;
  private final Set<Board> underWay = ConcurrentHashMap.newKeySet();

  IndexBuilder(
      BoardIndex index,
      StandingBulk rows,
      BoardChannel channel,
      DatabaseWatch database,
      IndexMetrics metrics,
      LeaderboardConfig config,
      ExecutorService executor,
      Clock clock) {
    this.index = index;
    this.rows = rows;
    this.channel = channel;
    this.database = database;
    this.metrics = metrics;
    this.config = config;
    this.executor = executor;
    this.clock = clock;
  }

  /** Sees to it that there is an index, unless somebody does already. Does not block. */
  void request(Board board) {
    if (underWay.add(board)) {
      executor.execute(() -> build(board));
    }
  }

  private void build(Board board) {
    try {
      var begunAt = clock.instant();
      var generation = UUID.randomUUID().toString().substring(0, 8);
      if (IndexReader.await(index.begin(board, generation, rows.erasures(board).count()))) {
        build(board, generation, begunAt);
      }
    } catch (IndexUnavailableException e) {
      // The outage has its line already.
      LOG.debugf(e, "The index of %s could not be made", board.key());
    } catch (RuntimeException e) {
      if (!database.isBehind(e)) {
        LOG.warnf("The index of %s could not be made: %s", board.key(), e);
      }
    } finally {
      underWay.remove(board);
    }
  }

  private void build(Board board, String generation, Instant begunAt) {
    long standings = 0;
    String last = "";
    while (true) {
      var readAt = clock.instant();
      var chunk = rows.changedSince(board, Instant.EPOCH, last, config.chunk());
      if (chunk.isEmpty()) {
        break;
      }
      if (IndexReader.await(index.takeIn(board, generation, chunk, readAt)).isEmpty()) {
        LOG.infof("The index of %s is left to others, or cannot hold the board", board.key());
        return;
      }
      standings += chunk.size();
      last = chunk.get(chunk.size() - 1).user();
    }
    long erasedVersion = rows.erasures(board).version();
    if (IndexReader.await(index.finish(board, generation, begunAt, erasedVersion))) {
      var took = Duration.between(begunAt, clock.instant());
      metrics.rebuilt(took);
      LOG.infof(
          "The index of %s was made from %d standings in %d ms",
          board.key(), standings, took.toMillis());
      channel.publish(board);
    }
  }
}
