package dev.laurel.submission.grading;

import dev.laurel.errors.FieldError;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.standing.Standings;
import dev.laurel.submission.GradedSubmission;
import dev.laurel.submission.Outcome;
import dev.laurel.submission.Outcome.Status;
import dev.laurel.submission.SubmissionRequest;
import dev.laurel.submission.results.Revisions;
import dev.laurel.submission.results.Submission;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Answers repetitions of earlier submissions, and regrades that contradict them. */
@ApplicationScoped
class Recognition {
  private final Standings standings;

  Recognition(Standings standings) {
    this.standings = standings;
  }

  /** The answer to a revision received before, expired or not; empty for a new revision. */
  Optional<Outcome> recognise(SubmissionRequest request, Revisions received) {
    return received
        .find(request)
        .map(row -> row.toOutcome(Status.duplicate))
        .or(() -> received.expired(request).map(newest -> expired(request, newest)));
  }

  private Outcome expired(SubmissionRequest request, int newest) {
    return request.revision() > newest
        ? Outcome.rejected(
            request.submissionId(),
            request.revision(),
            List.of(new FieldError("revision", "follows a result that is not kept any more")))
        : Outcome.of(
            request.submissionId(),
            request.revision(),
            Status.duplicate,
            0,
            standings.collected(Board.GLOBAL, request.user().id()).points(),
            List.of());
  }

  /** Rejects a regrade of another user's work or of another exercise, a mix-up of the grader's. */
  static Optional<Outcome> contradiction(GradedSubmission submission, Submission current) {
    var errors = new ArrayList<FieldError>();
    if (!submission.userId().equals(current.graded.userId())) {
      errors.add(
          new FieldError("user.id", "is not the user of the revision that this one follows"));
    }
    if (!submission.exercise().id().equals(current.graded.exercise().id())) {
      errors.add(
          new FieldError("problem.id", "is not the problem of the revision that this one follows"));
    }
    return errors.isEmpty()
        ? Optional.empty()
        : Optional.of(Outcome.rejected(submission.submissionId(), submission.revision(), errors));
  }
}
