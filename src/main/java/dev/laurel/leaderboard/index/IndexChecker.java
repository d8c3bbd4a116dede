package dev.laurel.leaderboard.index;

import static java.util.stream.Collectors.toSet;

import dev.laurel.broadcast.SubscriptionsRestored;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.LeaderboardConfig;
import dev.laurel.leaderboard.index.BoardIndex.Condition;
import dev.laurel.leaderboard.standing.StandingBulk;
import dev.laurel.leaderboard.standing.StandingChange;
import dev.laurel.outage.DatabaseSchedule;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Finds what is missing in indexes, and adds it. An index knows up to when it is complete, and so
 * does a copy of it that Redis has fallen back to; whatever has changed in the database since is
 * taken in again, and a part of all the rest.
 *
 * <p>Boards in use are checked at an interval, by one of the nodes. Where a node has reason to
 * doubt an index it reads the database until it has checked for itself.
 */
@ApplicationScoped
class IndexChecker {
  private static final Logger LOG = Logger.getLogger("laurel.leaderboard");

  /** How long a transaction may take to commit what it has changed, by clocks that differ. */
  private static final Duration COMMIT = Duration.ofMinutes(2);

  /** What changed more recently may be on its way to the index. */
  private static final Duration ON_ITS_WAY = Duration.ofSeconds(10);

  /** How many standings a check compares with an index whatever their age, taking turns. */
  private static final int COMPARED = 10_000;

  private static final Duration RETRY = Duration.ofSeconds(1);

  private final BoardIndex index;
  private final StandingBulk rows;
  private final BoardChannel channel;
  private final IndexMetrics metrics;
  private final LeaderboardConfig config;
  private final DatabaseSchedule schedule;
  private final ScheduledExecutorService executor;
  private final Clock clock;
  private final Set<Board> used = ConcurrentHashMap.newKeySet();
  private final Set<Board> doubted = ConcurrentHashMap.newKeySet();

  IndexChecker(
      BoardIndex index,
      StandingBulk rows,
      BoardChannel channel,
      IndexMetrics metrics,
      LeaderboardConfig config,
      DatabaseSchedule schedule,
      ScheduledExecutorService executor,
      Clock clock) {
    this.index = index;
    this.rows = rows;
    this.channel = channel;
    this.metrics = metrics;
    this.config = config;
    this.schedule = schedule;
    this.executor = executor;
    this.clock = clock;
  }

  void start(@Observes StartupEvent event) {
    schedule.every(
        config.checkInterval(), LOG, "indexes not checked", () -> used.forEach(this::checkInTurn));
  }

  /** Whether the index can be read; from now on it is checked at the interval. */
  boolean isTrusted(Board board) {
    used.add(board);
    return !doubted.contains(board);
  }

  /** Has the index checked before it is read again. Does not block. */
  void doubt(Board board) {
    if (doubted.add(board)) {
      executor.execute(() -> settle(board));
    }
  }

  /** Whoever lost the connection may find another server behind it. */
  void onRestored(@ObservesAsync SubscriptionsRestored restored) {
    used.forEach(this::doubt);
  }

  private void settle(Board board) {
    try {
      check(board);
      doubted.remove(board);
    } catch (RuntimeException e) {
      LOG.debugf(e, "the index of %s cannot be checked yet", board.key());
      executor.schedule(() -> settle(board), RETRY.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void checkInTurn(Board board) {
    try {
      // A little less than the interval, so that a node does not meet its own last claim.
      if (IndexReader.await(
          index.claimCheck(board, config.checkInterval().multipliedBy(9).dividedBy(10)))) {
        check(board);
      }
    } catch (RuntimeException e) {
      LOG.debugf(e, "the index of %s was not checked", board.key());
    }
  }

  /** Compares, and adds what is missing. */
  void check(Board board) {
    IndexReader.await(index.condition(board)).ifPresent(condition -> check(board, condition));
  }

  private void check(Board board, Condition condition) {
    if (rows.erasures(board).count() != condition.erasures()) {
      // Whoever was erased is not among the standings, and would not be missed there.
      LOG.infof("The index of %s may hold users who were erased, and is made anew", board.key());
      IndexReader.await(index.drop(board));
      return;
    }
    var begunAt = clock.instant();
    int missing = 0;
    var changed = new Rows(board, condition.goodAt().minus(COMMIT), "");
    while (changed.next()) {
      missing += repair(board, condition.generation(), changed);
    }
    // What nobody can have missed may still have been lost or tampered with.
    var all = new Rows(board, Instant.EPOCH, condition.cursor());
    int compared = 0;
    while (compared < COMPARED && all.next()) {
      missing += repair(board, condition.generation(), all);
      compared += all.chunk.size();
    }
    if (missing > 0) {
      metrics.repaired(missing);
      LOG.warnf("%d standings were missing or wrong in the index of %s", missing, board.key());
    }
    var found =
        new Condition(
            condition.generation(),
            begunAt,
            all.chunk.isEmpty() ? "" : all.last,
            condition.erasures());
    IndexReader.await(index.confirm(board, found, missing == 0 ? 0 : rows.version(board)));
  }

  /** Answers how many were missing for longer than it takes them to arrive. */
  private int repair(Board board, String generation, Rows read) {
    var standings = read.chunk.stream().map(StandingChange::alone).toList();
    var taken = IndexReader.await(index.takeIn(board, generation, standings, read.readAt));
    var moves = taken.map(BoardIndex.Taken::moves);
    var moved =
        moves.stream()
            .flatMap(result -> result.moves().stream())
            .filter(move -> !Objects.equals(move.before(), move.after()))
            .map(BoardMoves.Move::user)
            .collect(toSet());
    if (!moved.isEmpty()) {
      channel.publish(board, moves.get());
    }
    return (int)
        read.chunk.stream()
            .filter(change -> moved.contains(change.user()))
            .filter(change -> change.changedAt().isBefore(read.readAt.minus(ON_ITS_WAY)))
            .count();
  }

  /** A way through the standings of a board, a chunk at a time. */
  private final class Rows {
    private final Board board;
    private final Instant since;
    private String last;
    private Instant readAt;
    private List<StandingChange> chunk;

    Rows(Board board, Instant since, String behind) {
      this.board = board;
      this.since = since;
      this.last = behind;
    }

    boolean next() {
      readAt = clock.instant();
      chunk = rows.changedSince(board, since, last, config.chunk());
      if (chunk.isEmpty()) {
        return false;
      }
      last = chunk.get(chunk.size() - 1).user();
      return true;
    }
  }
}
