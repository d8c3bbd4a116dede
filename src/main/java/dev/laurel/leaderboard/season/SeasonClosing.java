package dev.laurel.leaderboard.season;

import dev.laurel.leaderboard.index.BoardChannel;
import dev.laurel.leaderboard.index.BoardIndex;
import dev.laurel.leaderboard.standing.Standings;
import dev.laurel.leaderboard.visibility.SnapshotBulk;
import dev.laurel.outage.ClockWrong;
import dev.laurel.outage.JobFailures;
import dev.laurel.sql.AdvisoryLock;
import dev.laurel.sql.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Closes seasons in two steps. {@link #close} ends the counting: from then on the board does not
 * change, and is read from its standings. {@link #finish} makes it final in the background, in one
 * transaction: it copies the board into a snapshot and deletes standings and scores, which every
 * submission would have to read. A node that dies meanwhile is replaced by the next turn of any
 * other. Each node announces a final board for an hour, until Redis has dropped the index.
 */
@ApplicationScoped
class SeasonClosing {
  private static final Logger LOG = Logger.getLogger("laurel.leaderboard");
  private static final String JOB = "leaderboard.final-boards";

  /** Enough for a board of a million users on a busy server. */
  private static final Duration TIMEOUT = Duration.ofMinutes(10);

  /** For how long a node makes sure that a final board has been announced. */
  private static final Duration ANNOUNCED = Duration.ofHours(1);

  /** How many users' scores are deleted at once. */
  private static final int PART = 10_000;

  private final Seasons seasons;
  private final SnapshotBulk snapshots;
  private final Standings standings;
  private final BoardIndex index;
  private final BoardChannel channel;
  private final Sql sql;
  private final Event<SeasonCleared> cleared;
  private final JobFailures failures;
  private final ExecutorService executor;
  private final Clock clock;

  /** The ids of the final boards whose index this node has dropped. */
  private final Set<String> announced = ConcurrentHashMap.newKeySet();

  SeasonClosing(
      Seasons seasons,
      SnapshotBulk snapshots,
      Standings standings,
      BoardIndex index,
      BoardChannel channel,
      Sql sql,
      Event<SeasonCleared> cleared,
      JobFailures failures,
      ExecutorService executor,
      Clock clock) {
    this.seasons = seasons;
    this.snapshots = snapshots;
    this.standings = standings;
    this.index = index;
    this.channel = channel;
    this.sql = sql;
    this.cleared = cleared;
    this.failures = failures;
    this.executor = executor;
    this.clock = clock;
  }

  /** Ends the counting, unless that has been done, and has the board made final. Blocks. */
  void close(Season season) {
    if (seasons.close(season)) {
      LOG.infof("Season %s is closed", season.id());
      executor.execute(this::finishNow);
    }
  }

  /** Hides the season from everybody, and deletes its board in the background. Blocks. */
  void delete(Season season) {
    if (seasons.delete(season)) {
      LOG.infof("Season %s is deleted", season.id());
      executor.execute(this::finishNow);
    }
  }

  private void finishNow() {
    try {
      finishAll();
      failures.succeeded(JOB);
    } catch (RuntimeException e) {
      failures.failed(JOB, e);
    }
  }

  /** Makes the boards of closed seasons final, and deletes those of deleted ones. Blocks. */
  @Scheduled(
      identity = JOB,
      every = "1s",
      delayed = "1s",
      concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = ClockWrong.class)
  void finishAll() {
    seasons.closedWithoutFinalBoard().forEach(this::finish);
    seasons.deleted().forEach(this::remove);
    seasons.finalSince(clock.instant().minus(ANNOUNCED)).stream()
        .filter(season -> !announced.contains(season.id()))
        .forEach(this::announce);
  }

  /** Drops the index, of which nothing is needed any more, and has viewers read the final board. */
  private void announce(Season season) {
    index.drop(season.board()).thenRun(() -> announced.add(season.id()));
    channel.publish(season.board());
  }

  private void finish(Season season) {
    if (inTurn(() -> makeFinal(season))) {
      announce(season);
    }
  }

  private void remove(Season season) {
    if (inTurn(() -> removeAll(season))) {
      index.drop(season.board());
    }
  }

  /** Does it in one transaction; returns false if another node is at it or has done it. */
  private boolean inTurn(BooleanSupplier work) {
    return QuarkusTransaction.requiringNew()
        .timeout((int) TIMEOUT.toSeconds())
        .call(() -> sql.tryLock(AdvisoryLock.SEASON_CLOSING) && work.getAsBoolean());
  }

  private boolean removeAll(Season season) {
    snapshots.lock(season.board());
    return sql.withTimeout(
        TIMEOUT,
        () -> {
          clear(season);
          snapshots.delete(season.board());
          return seasons.remove(season);
        });
  }

  /** Returns false if another node has done it. */
  private boolean makeFinal(Season season) {
    if (!seasons.isToBeFinished(season)) {
      return false;
    }
    snapshots.lock(season.board());
    long version =
        sql.withTimeout(
            TIMEOUT,
            () -> {
              long copied =
                  seasons.finalVersion(season.id()).isPresent()
                      ? snapshots.copyFinalAgain(season.board())
                      : snapshots.copyFinal(season.board());
              clear(season);
              return copied;
            });
    // One more than the last, so that viewers take the final board for a change.
    seasons.finish(season, version + 1);
    return true;
  }

  private void clear(Season season) {
    var users = standings.users(season.board(), "", PART);
    while (!users.isEmpty()) {
      cleared.fire(new SeasonCleared(season, users));
      users = standings.users(season.board(), users.get(users.size() - 1), PART);
    }
    standings.delete(season.board());
  }
}
