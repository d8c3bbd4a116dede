package dev.laurel.ledger;

import dev.laurel.leaderboard.Board;
import dev.laurel.sql.Columns;
import dev.laurel.sql.Sql;
import dev.laurel.submission.SubmissionGraded;
import dev.laurel.submission.results.ResultBatch;
import jakarta.transaction.TransactionScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The entries of one transaction, written in one statement. Saves a batch of 200 submissions 400
 * inserts.
 */
@TransactionScoped
public class LedgerBatch {
  private final Sql sql;
  private final Clock clock;
  private final List<LedgerEntry> added = new ArrayList<>();

  LedgerBatch(Sql sql, Clock clock) {
    this.sql = sql;
    this.clock = clock;
  }

  /**
   * Adds an entry for the change of a result, unless nothing changed or the board is a season's:
   * its points are those of the board that it is a part of.
   *
   * @param rulesVersion that of the class's rules; null outside classes
   * @param total the points of the board after the change
   */
  public void record(
      SubmissionGraded graded, Board board, Integer rulesVersion, long change, long total) {
    var submission = graded.submission();
    add(submission.userId(), board, change, total)
        .ifPresent(
            entry -> {
              entry.cause = graded.cause().name();
              entry.submittedAt = submission.submittedAt();
              entry.source = submission.source();
              entry.submissionId = submission.submissionId();
              entry.revision = submission.revision();
              entry.title = submission.exercise().title();
              entry.rulesVersion = rulesVersion;
            });
  }

  /** Adds an entry for what an exercise is worth since rules have changed, like {@link #record}. */
  public void recordRules(
      ResultBatch.Key problem,
      Board board,
      String title,
      Integer rulesVersion,
      long change,
      long total) {
    add(problem.userId(), board, change, total)
        .ifPresent(
            entry -> {
              entry.cause = "rules";
              entry.source = problem.source();
              entry.title = title;
              entry.rulesVersion = rulesVersion;
            });
  }

  /** Adds an entry for what changes when other numbers count in a class, like {@link #record}. */
  public void recordAuthority(String user, Board board, String title, long change, long total) {
    add(user, board, change, total)
        .ifPresent(
            entry -> {
              entry.cause = "authority";
              entry.title = title;
            });
  }

  /** Adds an entry for the points that an achievement brings, or takes when it is lost. */
  public void recordAchievement(
      String user, Instant earnedAt, String achievementId, String name, long change, long total) {
    add(user, Board.GLOBAL, change, total)
        .ifPresent(
            entry -> {
              entry.cause = "achievement";
              entry.submittedAt = earnedAt;
              entry.achievementId = achievementId;
              entry.title = name;
            });
  }

  private Optional<LedgerEntry> add(String user, Board board, long change, long total) {
    if (change == 0 || board.seasonId().isPresent()) {
      return Optional.empty();
    }
    var entry = new LedgerEntry();
    entry.userId = user;
    entry.classId = board.classId().orElse(null);
    entry.change = change;
    entry.total = total;
    added.add(entry);
    return Optional.of(entry);
  }

  /** Writes the entries added since the last call. The database numbers them in their order. */
  public void flush() {
    if (added.isEmpty()) {
      return;
    }
    sql.update(
        """
        insert into ledger_entry (user_id, class_id, cause, source, submission_id, revision, achievement_id, title,
                                  rules_version, change, total, submitted_at, at)
        select user_id, class_id, cause, source, submission_id, nullif(revision, 0), achievement_id, title,
               rules_version::int, change, total, submitted_at::timestamptz,
               now.moment::timestamptz
        from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::int[], ?::text[], ?::text[],
                    ?::text[], ?::bigint[], ?::bigint[], ?::text[])
          as row (user_id, class_id, cause, source, submission_id, revision, achievement_id, title, rules_version,
                  change, total, submitted_at),
          (values (?)) as now (moment)""",
        Columns.of(added)
            .texts(entry -> entry.userId)
            .texts(entry -> entry.classId)
            .texts(entry -> entry.cause)
            .texts(entry -> entry.source)
            .texts(entry -> entry.submissionId)
            .ints(entry -> entry.revision == null ? 0 : entry.revision)
            .texts(entry -> entry.achievementId)
            .texts(entry -> entry.title)
            .texts(entry -> entry.rulesVersion)
            .longs(entry -> entry.change)
            .longs(entry -> entry.total)
            .texts(entry -> entry.submittedAt)
            .parameters(clock.instant().toString()));
    added.clear();
  }
}
