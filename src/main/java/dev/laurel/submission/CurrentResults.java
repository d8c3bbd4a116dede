package dev.laurel.submission;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.LocalDate;
import java.util.stream.Stream;

/**
 * The results that count, of each submission the newest revision. For observers of {@link
 * SubmissionGraded}: neither the result just graded nor the one it replaces is among them.
 */
@ApplicationScoped
public class CurrentResults {
  /** A user's results for a problem. */
  @Transactional(TxType.MANDATORY)
  public Stream<GradedSubmission> of(String user, String problemId) {
    return SubmissionRow.<SubmissionRow>list(
            "userId = ?1 and problemId = ?2 and current", user, problemId)
        .stream()
        .map(SubmissionRow::toGraded);
  }

  /** Whether the user completed anything on the day. */
  @Transactional(TxType.MANDATORY)
  public boolean completedOn(String user, LocalDate day) {
    return SubmissionRow.count("userId = ?1 and localDay = ?2 and current and completed", user, day)
        > 0;
  }
}
