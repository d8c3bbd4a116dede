package dev.laurel.submission.results;

import static java.util.stream.Collectors.toMap;

import dev.laurel.submission.GradedSubmission;
import dev.laurel.submission.SubmissionGraded;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The results that count, the newest revision of each submission, for observers of {@link
 * SubmissionGraded} in its transaction. The result just graded and the one it replaces are not
 * among them.
 */
@ApplicationScoped
public class CurrentResults {
  private final SubmissionBatch batch;

  CurrentResults(SubmissionBatch batch) {
    this.batch = batch;
  }

  /** The user's results for an exercise, which is one of the source's. */
  public Stream<GradedSubmission> of(String user, String source, String problemId) {
    batch.flush();
    return Submission.<Submission>list(
            "graded.userId = ?1 and source = ?2 and graded.exercise.id = ?3 and current",
            user,
            source,
            problemId)
        .stream()
        .map(row -> row.graded);
  }

  /**
   * True if the user completed anything in a period.
   *
   * @param start the first moment
   * @param end the first moment after it
   */
  public boolean completedBetween(String user, Instant start, Instant end) {
    batch.flush();
    return Submission.count(
            "graded.userId = ?1 and graded.submittedAt >= ?2 and graded.submittedAt < ?3 and current and graded.completed",
            user,
            start,
            end)
        > 0;
  }

  /** When the latest of the stored results of users was graded, by user. */
  public Map<String, Instant> newest(List<String> users) {
    return Submission.getEntityManager()
        .createQuery(
            """
            select s.graded.userId, max(s.graded.gradedAt) from Submission s
            where s.graded.userId in :users and s.current group by s.graded.userId""",
            Object[].class)
        .setParameter("users", users)
        .getResultStream()
        .collect(toMap(row -> (String) row[0], row -> (Instant) row[1]));
  }

  /** When the user completed something. */
  public Stream<Instant> completedAt(String user) {
    batch.flush();
    return Submission.find(
        "select graded.submittedAt from Submission where graded.userId = ?1 and current and graded.completed",
        user)
        .project(Instant.class)
        .stream();
  }
}
