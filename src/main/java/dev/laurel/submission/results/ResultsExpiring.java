package dev.laurel.submission.results;

import dev.laurel.submission.GradedSubmission;
import java.util.List;

/**
 * Fired in the transaction that deletes old results. Observers keep, without the results, whatever
 * these have brought. The users are locked.
 *
 * @param results current ones, of a few submissions
 */
public record ResultsExpiring(List<GradedSubmission> results) {
  public ResultsExpiring {
    results = List.copyOf(results);
  }
}
