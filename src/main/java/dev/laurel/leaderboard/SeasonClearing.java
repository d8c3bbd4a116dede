package dev.laurel.leaderboard;

import dev.laurel.outage.DatabaseSchedule;
import dev.laurel.sql.Statements;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Deletes what the boards of closed seasons were made from, a part in each transaction: nobody
 * needs it any more, and it would be read with each submission. When a node stops on its way,
 * another goes on.
 */
@ApplicationScoped
class SeasonClearing {
  private static final Logger LOG = Logger.getLogger("laurel.leaderboard");
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  /** Any number that nothing else in the database takes for an advisory lock. */
  private static final long LOCK = 0x6C61_7572_656C_0004L;

  /** How many users' rows go in one transaction: a user has one place and some scores. */
  private static final int PART = 500;

  private final Seasons seasons;
  private final Statements statements;
  private final Event<SeasonCleared> cleared;
  private final DatabaseSchedule schedule;

  SeasonClearing(
      Seasons seasons,
      Statements statements,
      Event<SeasonCleared> cleared,
      DatabaseSchedule schedule) {
    this.seasons = seasons;
    this.statements = statements;
    this.cleared = cleared;
    this.schedule = schedule;
  }

  void start(@Observes StartupEvent event) {
    schedule.every(INTERVAL, LOG, "closed seasons not cleared", this::clear);
  }

  private void clear() {
    seasons.toClear().forEach(this::clear);
  }

  private void clear(Season season) {
    boolean more = true;
    while (more && !schedule.isStopped()) {
      more = QuarkusTransaction.requiringNew().call(() -> clearSome(season));
    }
  }

  /** Answers whether there may be more, which there is not for this node while another is at it. */
  private boolean clearSome(Season season) {
    boolean alone =
        statements
            .query("select pg_try_advisory_xact_lock(?)", row -> row.getBoolean(1), LOCK)
            .get(0);
    if (!alone) {
      return false;
    }
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
    cleared.fire(new SeasonCleared(season, users));
    return true;
  }
}
