package dev.laurel.submission;

import dev.laurel.course.Enrolments;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Fired once in a transaction, before its first {@link SubmissionGraded}. Observers read ahead, in
 * one query a table, the rows that the submissions may change. The users are locked and enrolled.
 *
 * @param submissions never empty
 * @param enrolments all memberships of their users
 */
public record GradingStarted(List<GradedSubmission> submissions, Enrolments enrolments) {
  public GradingStarted {
    submissions = List.copyOf(submissions);
  }

  public Set<String> users() {
    return submissions.stream()
        .map(GradedSubmission::userId)
        .collect(Collectors.toUnmodifiableSet());
  }
}
