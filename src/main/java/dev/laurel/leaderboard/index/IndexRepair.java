package dev.laurel.leaderboard.index;

import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.LeaderboardConfig;
import dev.laurel.leaderboard.index.IndexGenerations.State;
import dev.laurel.leaderboard.standing.StandingBulk;
import dev.laurel.leaderboard.standing.StandingChange;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Compares an index with the database, and repairs it. An index knows up to when it is complete,
 * even after Redis has fallen back to an older copy: all standings that changed since are applied
 * again, and some of the others in turn.
 */
@ApplicationScoped
class IndexRepair {
  private static final Logger LOG = Logger.getLogger("laurel.leaderboard");

  /** How long a transaction may take to commit a change, including differences between clocks. */
  private static final Duration COMMIT = Duration.ofMinutes(2);

  /** Changes younger than this may still be on their way to the index. */
  private static final Duration ON_ITS_WAY = Duration.ofSeconds(10);

  /** How many standings are compared regardless of their age, taking turns. */
  private static final int COMPARED = 10_000;

  private final BoardIndex index;
  private final IndexGenerations generations;
  private final StandingBulk rows;
  private final BoardChannel channel;
  private final IndexMetrics metrics;
  private final LeaderboardConfig config;
  private final Clock clock;

  IndexRepair(
      BoardIndex index,
      IndexGenerations generations,
      StandingBulk rows,
      BoardChannel channel,
      IndexMetrics metrics,
      LeaderboardConfig config,
      Clock clock) {
    this.index = index;
    this.generations = generations;
    this.rows = rows;
    this.channel = channel;
    this.metrics = metrics;
    this.config = config;
    this.clock = clock;
  }

  /** Repairs the index, if there is one. Blocks. */
  void repair(Board board) {
    IndexReader.await(generations.state(board)).ifPresent(state -> repair(board, state));
  }

  private void repair(Board board, State state) {
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
