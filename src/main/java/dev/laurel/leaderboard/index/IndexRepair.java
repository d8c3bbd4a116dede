package dev.laurel.leaderboard.index;

import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.index.IndexGenerations.State;
import dev.laurel.leaderboard.standing.StandingChange;
import dev.laurel.leaderboard.standing.StandingChangeBulk;
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
 * again, and ten thousand of the others, in turn.
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
  private final StandingChangeBulk rows;
  private final BoardChannel channel;
  private final IndexMetrics metrics;
  private final Clock clock;

  IndexRepair(
      BoardIndex index,
      IndexGenerations generations,
      StandingChangeBulk rows,
      BoardChannel channel,
      IndexMetrics metrics,
      Clock clock) {
    this.index = index;
    this.generations = generations;
    this.rows = rows;
    this.channel = channel;
    this.metrics = metrics;
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
    var recent = compare(board, state, state.goodAt().minus(COMMIT), "", Integer.MAX_VALUE);
    var turn = compare(board, state, Instant.EPOCH, state.cursor(), COMPARED);
    long missing = recent.missing() + turn.missing();
    if (missing > 0) {
      metrics.repaired.increment(missing);
      LOG.warnf("%d standings were missing or wrong in the index of %s", missing, board.key());
    }
    if (isAhead(board, state.generation())) {
      LOG.warnf("The index of %s is newer than the database, and is rebuilt", board.key());
      IndexReader.await(index.drop(board));
      return;
    }
    IndexReader.await(generations.confirm(board, state.generation(), startedAt, turn.cursor()));
  }

  /**
   * True if the index has changes that the database has lost, as after a restore from a backup: its
   * newer versions would keep out all that is written since. The index is read first, since changes
   * are committed before they get there.
   */
  private boolean isAhead(Board board, String generation) {
    return IndexReader.await(generations.state(board))
        .filter(state -> state.generation().equals(generation))
        .filter(state -> state.version() > rows.version(board))
        .isPresent();
  }

  /**
   * The outcome of a comparison.
   *
   * @param cursor the last user compared; empty if the end was reached
   */
  private record Comparison(long missing, String cursor) {}

  /** Applies standings that changed since a moment to the index, in chunks, behind a cursor. */
  private Comparison compare(Board board, State state, Instant since, String start, int limit) {
    long missing = 0;
    var cursor = start;
    for (int compared = 0; compared < limit; ) {
      var readAt = clock.instant();
      var chunk = rows.changedSince(board, since, cursor);
      if (chunk.isEmpty()) {
        return new Comparison(missing, "");
      }
      missing += apply(board, state.generation(), chunk, readAt);
      compared += chunk.size();
      cursor = chunk.get(chunk.size() - 1).user();
    }
    return new Comparison(missing, cursor);
  }

  private long apply(Board board, String generation, List<StandingChange> chunk, Instant readAt) {
    var repaired = IndexReader.await(index.fill(board, generation, chunk)).orElse(List.of());
    if (repaired.isEmpty()) {
      return 0;
    }
    channel.publishStandings(board);
    var users = new HashSet<>(repaired);
    return chunk.stream()
        .filter(standing -> users.contains(standing.user()))
        .filter(standing -> standing.changedAt().isBefore(readAt.minus(ON_ITS_WAY)))
        .count();
  }
}
