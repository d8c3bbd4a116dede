package dev.laurel.submission.results;

import dev.laurel.submission.GradedSubmission;
import dev.laurel.submission.Kind;
import dev.laurel.submission.Outcome;
import dev.laurel.submission.Outcome.Status;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;

/** One revision of one submission, with the outcome that was first answered. */
public final class SubmissionRow {
  static final String COLUMNS =
      """
      source, submission_id, revision, user_id, class_id, kind, problem_id, problem_title, problem_points,
      score, max_score, attempt_number, graded_at, local_day, time_zone, completed,
      current, outcome, points_earned, total_points, achievements
      """;

  public final GradedSubmission graded;

  /** Whether this is the revision that counts. */
  public boolean current;

  public Status outcome;
  public int pointsEarned;
  public long totalPoints;
  public List<String> achievements = List.of();

  public SubmissionRow(GradedSubmission graded) {
    this.graded = graded;
  }

  /** Reads {@link #COLUMNS}. */
  static SubmissionRow read(ResultSet row) throws SQLException {
    var read =
        new SubmissionRow(
            new GradedSubmission(
                row.getString(1),
                row.getString(2),
                row.getInt(3),
                row.getString(4),
                row.getString(5),
                Kind.valueOf(row.getString(6)),
                new GradedSubmission.Problem(row.getString(7), row.getString(8), row.getInt(9)),
                row.getDouble(10),
                row.getDouble(11),
                row.getInt(12),
                row.getObject(13, OffsetDateTime.class).toInstant(),
                row.getObject(14, LocalDate.class),
                ZoneId.of(row.getString(15)),
                row.getBoolean(16)));
    read.current = row.getBoolean(17);
    read.outcome = Status.valueOf(row.getString(18));
    read.pointsEarned = row.getInt(19);
    read.totalPoints = row.getLong(20);
    read.achievements = List.of((String[]) row.getArray(21).getArray());
    return read;
  }

  /** Whether another revision may be about this: the same work of the same user. */
  boolean isSameWork(String user, String problem) {
    return graded.userId().equals(user) && graded.problem().id().equals(problem);
  }

  /** What the sender was, or is again, told. */
  public Outcome toOutcome(Status status) {
    return Outcome.of(
        graded.submissionId(), graded.revision(), status, pointsEarned, totalPoints, achievements);
  }
}
