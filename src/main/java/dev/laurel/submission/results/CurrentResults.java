package dev.laurel.submission.results;

import dev.laurel.submission.GradedSubmission;
import dev.laurel.submission.SubmissionGraded;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.stream.Stream;

/**
 * The results that count, of each submission the newest revision. For observers of {@link
 * SubmissionGraded}, in its transaction: neither the result just graded nor the one it replaces is
 * among them.
 */
@ApplicationScoped
public class CurrentResults {
  private final SubmissionTable table;

  CurrentResults(SubmissionTable table) {
    this.table = table;
  }

  /** A user's results for a problem. */
  public Stream<GradedSubmission> of(String user, String problemId) {
    return table.current(user, problemId);
  }

  /** Whether the user completed anything on the day. */
  public boolean completedOn(String user, LocalDate day) {
    return table.completedOn(user, day);
  }
}
