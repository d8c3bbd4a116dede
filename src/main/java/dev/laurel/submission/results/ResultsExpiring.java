package dev.laurel.submission.results;

import dev.laurel.submission.GradedSubmission;
import java.util.List;

/**
 * Fired in the transaction that deletes old results. Whatever was made of them stays, and has to do
 * without them from now on. Their users are locked.
 *
 * @param results those that count, of a few submissions
 */
public record ResultsExpiring(List<GradedSubmission> results) {
  public ResultsExpiring {
    results = List.copyOf(results);
  }
}
