package dev.laurel.submission.results;

import dev.laurel.course.Learners;
import dev.laurel.outage.ClockWrong;
import dev.laurel.outage.DatabaseAway;
import dev.laurel.sql.AdvisoryLock;
import dev.laurel.sql.Chunks;
import dev.laurel.sql.Sql;
import dev.laurel.submission.SubmissionConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Clock;
import java.time.Instant;
import java.util.function.IntPredicate;

/**
 * Deletes old results with all their revisions, user by user, unless they are kept forever. Points,
 * streaks and achievements stay, repetitions are still recognised, and results that count for an
 * open season are kept. Blocks.
 */
@Startup // its counter is exported before the first run
@ApplicationScoped
class ResultRetention {
  private static final String INTERVAL = "6h";
  private static final int USERS = 200;

  /** Results deleted at once, while their user is locked. */
  private static final int CHUNK = 500;

  private final Sql sql;
  private final Learners learners;
  private final ExpiryBulk expiry;
  private final Event<ResultsExpiring> expiring;
  private final SubmissionConfig config;
  private final DatabaseAway database;
  private final Clock clock;
  private final Counter pruned;

  ResultRetention(
      Sql sql,
      Learners learners,
      ExpiryBulk expiry,
      Event<ResultsExpiring> expiring,
      SubmissionConfig config,
      DatabaseAway database,
      Clock clock,
      MeterRegistry meters) {
    this.sql = sql;
    this.learners = learners;
    this.expiry = expiry;
    this.expiring = expiring;
    this.config = config;
    this.database = database;
    this.clock = clock;
    pruned =
        Counter.builder("laurel.submissions.pruned")
            .description("Submissions of which nothing is kept any more since they are too old")
            .register(meters);
  }

  @Scheduled(
      identity = "submission.prune",
      every = INTERVAL,
      delayed = INTERVAL,
      concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = ClockWrong.class)
  void prune() {
    config
        .retention()
        .ifPresent(retention -> prune(clock.instant().minus(retention), CHUNK, this::count));
  }

  private boolean count(int submissions) {
    pruned.increment(submissions);
    return !database.isStopping();
  }

  /**
   * Deletes the results received before {@code horizon}, unless another node is pruning.
   *
   * @param chunk the most submissions to delete while their user is locked
   * @param deleted takes the number that a transaction deleted, and answers whether to go on
   */
  void prune(Instant horizon, int chunk, IntPredicate deleted) {
    String last = "";
    for (var users = learners.idsAfter(last, USERS);
        !users.isEmpty();
        users = learners.idsAfter(last, USERS)) {
      var page = users;
      for (var user :
          QuarkusTransaction.requiringNew().call(() -> expiry.usersWithExpired(page, horizon))) {
        if (!Chunks.repeat(chunk, () -> prune(user, horizon, chunk), deleted)) {
          return;
        }
      }
      last = users.get(users.size() - 1);
    }
  }

  /** Returns the number of submissions deleted, or -1 when another node is pruning. */
  private int prune(String user, Instant horizon, int chunk) {
    if (!sql.tryLock(AdvisoryLock.RESULT_PRUNING)) {
      return -1;
    } else if (!learners.lockKnown(user)) {
      return 0;
    }
    var results = expiry.expiredOf(user, horizon, chunk);
    if (!results.isEmpty()) {
      var counting = results.stream().filter(row -> row.current).map(row -> row.graded).toList();
      expiring.fire(new ResultsExpiring(counting));
      expiry.expire(user, results.stream().map(row -> SubmissionName.of(row.graded)).toList());
    }
    return results.size();
  }
}
