package dev.laurel.points;

import dev.laurel.notification.Frame;
import dev.laurel.submission.GradedSubmission;
import dev.laurel.submission.Kind;
import dev.laurel.submission.SubmissionGraded;
import dev.laurel.submission.SubmissionGraded.Cause;
import dev.laurel.submission.SubmissionGraded.Part;
import java.util.function.Consumer;

/** Tells students of results, and of changes of their points. */
final class ResultFrames {
  private ResultFrames() {}

  /**
   * Announces a result, and the change of points that it brings.
   *
   * @param before the user's points before it
   */
  static void announce(SubmissionGraded graded, long before, int earned) {
    announceResult(graded, earned);
    if (earned != 0) {
      graded.announce(
          Part.POINTS,
          new Frame.PointsUpdate(
              before,
              before + earned,
              (long) earned,
              sourceOf(graded),
              reason(graded),
              regraded(graded)));
    }
  }

  /** True for a regrade, null for other results: a frame leaves it out then. */
  private static Boolean regraded(SubmissionGraded graded) {
    return graded.cause() == Cause.regrade ? true : null;
  }

  private static String sourceOf(SubmissionGraded graded) {
    return graded.counts() ? graded.submission().kind().name() : graded.cause().name();
  }

  /** Announces a change of points, unless there is none. */
  static void points(
      Consumer<Frame> frames, long before, int change, String source, String reason) {
    if (change != 0) {
      frames.accept(
          new Frame.PointsUpdate(before, before + change, (long) change, source, reason, null));
    }
  }

  /** Why points were given or taken by hand; null otherwise. */
  private static String reason(SubmissionGraded graded) {
    var submission = graded.submission();
    return submission.kind() == Kind.adjustment ? submission.exercise().title() : null;
  }

  private static void announceResult(SubmissionGraded graded, int earned) {
    var submission = graded.submission();
    var title = submission.exercise().title();
    if (!graded.counts() || graded.replaced().filter(submission::sameGradeAs).isPresent()) {
      return;
    }
    if (submission.kind() == Kind.assignment) {
      graded.announce(
          Part.RESULT,
          new Frame.AssignmentSubmitted(
              title, earned, submission.score(), submission.percent(), regraded(graded)));
    } else if (submission.completed()
        && graded.replaced().filter(GradedSubmission::completed).isEmpty()) {
      // A regrade of a practice that was completed before is no second completion.
      graded.announce(
          Part.RESULT,
          new Frame.PracticeCompleted(
              title, earned, submission.attemptNumber(), submission.percent(), regraded(graded)));
    }
  }
}
