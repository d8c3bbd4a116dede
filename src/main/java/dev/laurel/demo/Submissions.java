package dev.laurel.demo;

import dev.laurel.submission.Exercise;
import dev.laurel.submission.Kind;
import dev.laurel.submission.SubmissionRequest;
import java.time.Instant;

/** Creates submissions of the demo's grader. */
final class Submissions {
  private static final String SOURCE = "demo";
  private static final double MAX_SCORE = 100;

  private Submissions() {}

  static SubmissionRequest of(
      String id,
      Student student,
      Kind kind,
      Exercise problem,
      int score,
      int attempt,
      Instant gradedAt) {
    return new SubmissionRequest(
        SOURCE,
        id,
        1,
        student.user(),
        DemoClass.ID,
        kind,
        problem,
        (double) score,
        MAX_SCORE,
        attempt,
        gradedAt,
        null);
  }
}
