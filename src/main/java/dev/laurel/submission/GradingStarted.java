package dev.laurel.submission;

import dev.laurel.course.Enrolments;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Fired once in a transaction, before its first {@link SubmissionGraded}. Observers read ahead, in
 * one query a table, the rows that the submissions may change. The users are locked and enrolled.
 *
 * @param requests never empty
 * @param enrolments all memberships of their users
 * @param classIds the classes of the submissions, and of the results that they may replace
 */
public record GradingStarted(
    List<SubmissionRequest> requests, Enrolments enrolments, Set<String> classIds) {
  public GradingStarted {
    requests = List.copyOf(requests);
    classIds = Set.copyOf(classIds);
  }

  public Set<String> users() {
    return requests.stream()
        .map(request -> request.user().id())
        .collect(Collectors.toUnmodifiableSet());
  }
}
