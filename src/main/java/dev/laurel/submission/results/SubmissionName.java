package dev.laurel.submission.results;

import dev.laurel.submission.GradedSubmission;
import dev.laurel.submission.SubmissionRequest;

/** The identity that a grader gives a submission, the same for all its revisions. */
public record SubmissionName(String source, String submissionId) {
  public static SubmissionName of(SubmissionRequest request) {
    return new SubmissionName(request.source(), request.submissionId());
  }

  public static SubmissionName of(Submission row) {
    return new SubmissionName(row.source, row.submissionId);
  }

  public static SubmissionName of(GradedSubmission submission) {
    return new SubmissionName(submission.source(), submission.submissionId());
  }
}
