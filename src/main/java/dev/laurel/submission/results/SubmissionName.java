package dev.laurel.submission.results;

import dev.laurel.submission.GradedSubmission;
import dev.laurel.submission.SubmissionRequest;

/** What a grader calls a submission, the same for all its revisions; not a name of the user. */
record SubmissionName(String source, String submissionId) {
  static SubmissionName of(SubmissionRequest request) {
    return new SubmissionName(request.source(), request.submissionId());
  }

  static SubmissionName of(GradedSubmission submission) {
    return new SubmissionName(submission.source(), submission.submissionId());
  }
}
