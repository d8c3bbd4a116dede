package dev.laurel.submission.results;

import dev.laurel.submission.GradedSubmission;
import dev.laurel.submission.SubmissionRequest;

/** A grader's name for a submission, the same for all its revisions. */
record Name(String source, String submissionId) {
  static Name of(SubmissionRequest request) {
    return new Name(request.source(), request.submissionId());
  }

  static Name of(GradedSubmission submission) {
    return new Name(submission.source(), submission.submissionId());
  }
}
