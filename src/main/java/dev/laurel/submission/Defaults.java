package dev.laurel.submission;

import dev.laurel.submission.results.AttemptBatch;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Fills in what graders leave to the service. A regrade is about the same work: it keeps the times
 * and the attempt number of the result that it replaces, unless it names others.
 *
 * @param calendars by class id, which may be null
 * @param now when the transaction began
 */
record Defaults(
    Function<String, ZoneId> calendars, AttemptBatch attempts, double passMark, Instant now) {
  /**
   * @param own the user's result that is replaced
   * @param replaced the same, or in a team, where the user is new, that of another member
   */
  GradedSubmission fillIn(
      SubmissionRequest request,
      Optional<GradedSubmission> own,
      Optional<GradedSubmission> replaced) {
    int attempt =
        Optional.ofNullable(request.attemptNumber())
            .or(() -> own.map(GradedSubmission::attemptNumber))
            .orElseGet(() -> attempts.next(request));
    attempts.add(request, attempt);
    var graded =
        Optional.ofNullable(request.gradedAt())
            .or(() -> replaced.map(GradedSubmission::gradedAt))
            .orElse(now);
    var labels = replaced.map(GradedSubmission::labels).orElse(Labels.NONE);
    var handedIn =
        Stream.of(request.submittedAt(), request.gradedAt())
            .filter(Objects::nonNull)
            .findFirst()
            .or(() -> replaced.map(GradedSubmission::submittedAt))
            .orElse(now);
    return request.graded(
        attempt, handedIn, graded, calendars.apply(request.classId()), passMark, labels);
  }
}
