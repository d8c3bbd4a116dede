package dev.laurel.submission;

import dev.laurel.course.Enrolments;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Fired once in a transaction, before its first {@link SubmissionGraded}, so that rooms can read in
 * one go what they are about to change. The users are locked, and enrolled.
 *
 * @param submissions never empty
 * @param enrolments all memberships of their users
 */
public record SubmissionsArriving(List<GradedSubmission> submissions, Enrolments enrolments) {
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
