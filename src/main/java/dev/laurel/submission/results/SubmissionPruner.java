package dev.laurel.submission.results;

import dev.laurel.course.Learners;
import dev.laurel.sql.BulkSql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Instant;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Deletes results that were received long ago, with all their revisions, user by user. Points,
 * streaks and achievements stay what they are, and the submissions are still recognised when they
 * are sent again. What counts in a season that is open is kept. Blocks.
 */
@ApplicationScoped
class SubmissionPruner {
  /** Any number that nothing else in the database takes for an advisory lock. */
  private static final long LOCK = 0x6C61_7572_656C_0003L;

  private static final int USERS = 200;

  /** A result that is old enough, and that no open season needs. */
  private static final String EXPIRED =
      """
      current and received_at < ?::timestamptz and not exists (
        select from season
        where closed_at is null and starts_at <= graded_at and (ends_at is null or graded_at < ends_at)
          and (season.class_id is null or season.class_id = submission.class_id)
          and (problem_ids is null or problem_id = any (problem_ids)))""";

  private final BulkSql statements;
  private final Learners learners;
  private final ExpiredSubmissions settled;
  private final Event<ResultsExpiring> expiring;

  SubmissionPruner(
      BulkSql statements,
      Learners learners,
      ExpiredSubmissions settled,
      Event<ResultsExpiring> expiring) {
    this.statements = statements;
    this.learners = learners;
    this.settled = settled;
    this.expiring = expiring;
  }

  /**
   * Deletes what was received before a moment, of all users, unless another node is at it.
   *
   * @param chunk the most submissions deleted while their user is locked
   * @param deleted told how many each transaction has deleted; says whether to go on
   */
  void prune(Instant horizon, int chunk, IntPredicate deleted) {
    String last = "";
    for (var users = users(last); !users.isEmpty(); users = users(last)) {
      for (var user : withExpired(users, horizon)) {
        int pruned = chunk;
        while (pruned == chunk) {
          pruned = QuarkusTransaction.requiringNew().call(() -> prune(user, horizon, chunk));
          if (pruned < 0 || !deleted.test(pruned)) {
            return;
          }
        }
      }
      last = users.get(users.size() - 1);
    }
  }

  private List<String> users(String behind) {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                statements.query(
                    "select id from learner where id > ? order by id limit ?",
                    row -> row.getString(1),
                    behind,
                    USERS));
  }

  private List<String> withExpired(List<String> users, Instant horizon) {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                statements.query(
                    """
                    select given.id from unnest(?::text[]) as given (id),
                      lateral (select from submission where user_id = given.id and %s limit 1) found"""
                        .formatted(EXPIRED),
                    row -> row.getString(1),
                    users.toArray(String[]::new),
                    horizon.toString()));
  }

  /** Answers how many submissions were deleted, or -1 when another node is pruning. */
  private int prune(String user, Instant horizon, int chunk) {
    boolean alone =
        statements
            .query("select pg_try_advisory_xact_lock(?)", row -> row.getBoolean(1), LOCK)
            .get(0);
    if (!alone) {
      return -1;
    } else if (!learners.lockKnown(user)) {
      return 0;
    }
    var results =
        statements
            .query(
                "select %s from submission where user_id = ? and %s limit ?"
                    .formatted(SubmissionRow.COLUMNS, EXPIRED),
                SubmissionRow::read,
                user,
                horizon.toString(),
                chunk)
            .stream()
            .map(row -> row.graded)
            .toList();
    if (!results.isEmpty()) {
      expiring.fire(new ResultsExpiring(results));
      settled.settle(results.stream().map(ExpiredSubmissions.Name::of).toList());
    }
    return results.size();
  }
}
