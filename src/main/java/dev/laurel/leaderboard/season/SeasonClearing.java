package dev.laurel.leaderboard.season;

import dev.laurel.leaderboard.LeaderboardConfig;
import dev.laurel.leaderboard.index.BoardChannel;
import dev.laurel.leaderboard.index.IndexReader;
import dev.laurel.outage.DatabaseSchedule;
import dev.laurel.sql.BulkSql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Has the boards of closed seasons made final, and then deletes what they were made from: nobody
 * needs it any more, and it would be read with each submission. Each transaction does a part of it.
 * When a node stops on its way, another goes on.
 */
@ApplicationScoped
class SeasonClearing {
  private static final Logger LOG = Logger.getLogger("laurel.leaderboard");

  /** Any number that nothing else in the database takes for an advisory lock. */
  private static final long LOCK = 0x6C61_7572_656C_0004L;

  /** How many users' rows go in one transaction: a user has one place and some scores. */
  private static final int PART = 500;

  private final Seasons seasons;
  private final FinalBoards boards;
  private final IndexReader index;
  private final BoardChannel channel;
  private final BulkSql statements;
  private final Event<SeasonCleared> cleared;
  private final DatabaseSchedule schedule;
  private final ExecutorService executor;
  private final LeaderboardConfig config;
  private volatile Runnable turn = () -> {};

  /** Up to which user the scores that earlier versions have left were deleted. */
  private String clearedUpTo = "";

  SeasonClearing(
      Seasons seasons,
      FinalBoards boards,
      IndexReader index,
      BoardChannel channel,
      BulkSql statements,
      Event<SeasonCleared> cleared,
      DatabaseSchedule schedule,
      ExecutorService executor,
      LeaderboardConfig config) {
    this.seasons = seasons;
    this.boards = boards;
    this.index = index;
    this.channel = channel;
    this.statements = statements;
    this.cleared = cleared;
    this.schedule = schedule;
    this.executor = executor;
    this.config = config;
  }

  void start(@Observes StartupEvent event) {
    turn = schedule.every(config.seasonInterval(), LOG, "closed seasons not cleared", this::run);
  }

  /** Does what there is to do, on another thread. */
  void wake() {
    executor.execute(turn);
  }

  private synchronized void run() {
    seasons.toCopy().forEach(season -> repeat(() -> boards.copySome(season)));
    seasons.toClear().forEach(this::clear);
    var withScores = seasons.withScoresLeft();
    if (!withScores.isEmpty()) {
      clearScores(withScores);
    }
  }

  private void clear(Season season) {
    // From here on the board is the final one, whoever has made it.
    index.drop(season.board());
    channel.publish(season.board());
    repeat(() -> clearSome(season));
  }

  private void clearScores(List<Season> withScores) {
    try {
      repeat(() -> clearSomeScores(withScores));
    } catch (RuntimeException e) {
      clearedUpTo = "";
      throw e;
    }
  }

  /**
   * Does something in transactions of its own until there is no more of it, which there is not for
   * this node while another is at it.
   */
  private void repeat(BooleanSupplier part) {
    boolean more = true;
    while (more && !schedule.isStopped()) {
      more = QuarkusTransaction.requiringNew().call(() -> isAlone() && part.getAsBoolean());
    }
  }

  private boolean isAlone() {
    return statements
        .query("select pg_try_advisory_xact_lock(?)", row -> row.getBoolean(1), LOCK)
        .get(0);
  }

  /** Answers whether there may be more. */
  private boolean clearSome(Season season) {
    // Waits for no erasure, which deletes the same rows in another order.
    var users =
        statements.query(
            """
            delete from standing where ctid = any (array(
              select ctid from standing where board = ? limit ? for update skip locked))
            returning user_id""",
            row -> row.getString(1),
            season.board().key(),
            PART);
    if (users.isEmpty()) {
      seasons.cleared(season);
      return false;
    }
    cleared.fire(new SeasonCleared(List.of(season), users));
    return true;
  }

  /** Answers whether there may be more. Nobody knows any more whose scores they are. */
  private boolean clearSomeScores(List<Season> withScores) {
    var users =
        statements.query(
            "select id from learner where id > ? order by id limit ?",
            row -> row.getString(1),
            clearedUpTo,
            PART);
    if (users.isEmpty()) {
      seasons.scoresCleared(withScores);
      clearedUpTo = "";
      return false;
    }
    cleared.fire(new SeasonCleared(withScores, users));
    clearedUpTo = users.get(users.size() - 1);
    return true;
  }
}
