package dev.laurel.submission.results;

import static java.util.stream.Collectors.toSet;

import dev.laurel.sql.BulkSql;
import dev.laurel.sql.Columns;
import dev.laurel.submission.GradedSubmission;
import dev.laurel.submission.SubmissionRequest;
import dev.laurel.submission.results.ExpiredSubmissions.Name;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.TransactionScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Every result ever received. What a transaction adds is written in one go, before it is read again
 * or {@link #write()} says so.
 */
@ApplicationScoped
public class SubmissionTable {
  /** What is still to be written. */
  @TransactionScoped
  static class Pending {
    private final List<SubmissionRow> rows = new ArrayList<>();

    List<SubmissionRow> rows() {
      return rows;
    }
  }

  /** Separates achievements: no identifier has it. */
  private static final String SEPARATOR = "\n";

  private final Pending pending;
  private final BulkSql statements;
  private final ExpiredSubmissions settled;
  private final Clock clock;

  SubmissionTable(Pending pending, BulkSql statements, ExpiredSubmissions settled, Clock clock) {
    this.pending = pending;
    this.statements = statements;
    this.settled = settled;
    this.clock = clock;
  }

  /** All revisions of what is requested. */
  public Revisions revisions(List<SubmissionRequest> requests) {
    var found =
        statements.query(
            """
            select found.* from unnest(?::text[], ?::text[]) as given (source, submission_id),
              lateral (select %s from submission
                       where source = given.source and submission_id = given.submission_id offset 0) found"""
                .formatted(SubmissionRow.COLUMNS),
            SubmissionRow::read,
            Columns.of(requests)
                .texts(SubmissionRequest::source)
                .texts(SubmissionRequest::submissionId)
                .parameters());
    var kept = found.stream().map(row -> row.graded).map(Name::of).collect(toSet());
    var others = requests.stream().map(Name::of).filter(name -> !kept.contains(name)).toList();
    return new Revisions(found, settled.find(others));
  }

  /** The results that count of a user for a problem. */
  Stream<GradedSubmission> current(String user, String problemId) {
    write();
    return statements
        .query(
            "select "
                + SubmissionRow.COLUMNS
                + " from submission where user_id = ? and problem_id = ? and current",
            SubmissionRow::read,
            user,
            problemId)
        .stream()
        .map(row -> row.graded);
  }

  /** Whether the user completed anything on the day that counts. */
  boolean completedOn(String user, LocalDate day) {
    write();
    return statements
        .query(
            """
            select exists (select from submission
                           where user_id = ? and local_day = ?::date and current and completed)""",
            row -> row.getBoolean(1),
            user,
            day.toString())
        .get(0);
  }

  public void add(SubmissionRow row) {
    pending.rows().add(row);
  }

  /** Takes note that a revision does not count any more. */
  public void retire(SubmissionRow row) {
    row.current = false;
    if (!pending.rows().contains(row)) {
      statements.update(
          "update submission set current = false where source = ? and submission_id = ? and revision = ?",
          row.graded.source(),
          row.graded.submissionId(),
          row.graded.revision());
    }
  }

  /** Writes what has been added. */
  public void write() {
    var rows = List.copyOf(pending.rows());
    if (rows.isEmpty()) {
      return;
    }
    pending.rows().clear();
    statements.update(
        """
        insert into submission (source, submission_id, revision, user_id, class_id, kind, problem_id, problem_title,
            problem_points, score, max_score, attempt_number, graded_at, local_day, time_zone, completed,
            current, outcome, points_earned, total_points, achievements, points, perfect, received_at)
        select source, submission_id, revision, user_id, class_id, kind, problem_id, problem_title,
            problem_points, score, max_score, attempt_number, graded_at::timestamptz, local_day::date, time_zone,
            completed, current, outcome, points_earned, total_points, string_to_array(achievements, E'\\n'),
            points, perfect, received_at::timestamptz
        from unnest(?::text[], ?::text[], ?::int[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::int[],
            ?::float8[], ?::float8[], ?::int[], ?::text[], ?::text[], ?::text[], ?::boolean[],
            ?::boolean[], ?::text[], ?::int[], ?::bigint[], ?::text[], ?::int[], ?::boolean[])
          as row (source, submission_id, revision, user_id, class_id, kind, problem_id, problem_title,
            problem_points, score, max_score, attempt_number, graded_at, local_day, time_zone, completed,
            current, outcome, points_earned, total_points, achievements, points, perfect),
          (values (?)) as now (received_at)""",
        Columns.of(rows)
            .texts(row -> row.graded.source())
            .texts(row -> row.graded.submissionId())
            .ints(row -> row.graded.revision())
            .texts(row -> row.graded.userId())
            .texts(row -> row.graded.classId())
            .asTexts(row -> row.graded.kind())
            .texts(row -> row.graded.problem().id())
            .texts(row -> row.graded.problem().title())
            .ints(row -> row.graded.problem().points())
            .doubles(row -> row.graded.score())
            .doubles(row -> row.graded.maxScore())
            .ints(row -> row.graded.attemptNumber())
            .asTexts(row -> row.graded.gradedAt())
            .asTexts(row -> row.graded.day())
            .texts(row -> row.graded.timeZone().getId())
            .booleans(row -> row.graded.completed())
            .booleans(row -> row.current)
            .asTexts(row -> row.outcome)
            .ints(row -> row.pointsEarned)
            .longs(row -> row.totalPoints)
            .texts(row -> String.join(SEPARATOR, row.achievements))
            .ints(row -> row.graded.points())
            .booleans(row -> row.graded.perfect())
            .parameters(clock.instant().toString()));
  }
}
