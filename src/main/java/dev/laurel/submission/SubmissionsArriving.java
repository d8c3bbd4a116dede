package dev.laurel.submission;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Fired once in a transaction, before its first {@link SubmissionGraded}, so that rooms can read in
 * one go what they are about to change. The users are locked, and enrolled.
 *
 * @param submissions never empty
 */
public record SubmissionsArriving(List<GradedSubmission> submissions) {
  public SubmissionsArriving {
    submissions = List.copyOf(submissions);
  }

  /** The users concerned. */
  public Set<String> users() {
    return submissions.stream()
        .map(GradedSubmission::userId)
        .collect(Collectors.toUnmodifiableSet());
  }
}
