package dev.laurel.submission.results;

import dev.laurel.submission.GradedSubmission;
import dev.laurel.submission.SubmissionGraded;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
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

  public Stream<GradedSubmission> of(String user, String problemId) {
    batch.flush();
    return Submission.<Submission>list(
            "graded.userId = ?1 and graded.exercise.id = ?2 and current", user, problemId)
        .stream()
        .map(row -> row.graded);
  }

  /** True if the user completed anything on the day. */
  public boolean completedOn(String user, LocalDate day) {
    batch.flush();
    return Submission.count(
            "graded.userId = ?1 and graded.day = ?2 and current and graded.completed", user, day)
        > 0;
  }
}
