package dev.laurel.demo;

import dev.laurel.submission.Exercise;
import dev.laurel.submission.Kind;
import dev.laurel.submission.SubmissionRequest;
import java.time.Instant;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * A student of the class, with abilities derived from the name.
 *
 * @param talent the expected part of the full score at a first attempt, 0 to 1
 * @param diligence the probability of work on a day, 0 to 1
 */
record Student(String name, double talent, double diligence) {
  /** With this seed alice, whom visitors try first, does well but does not lead. */
  private static final long CAST = 13;

  private static final int MAX_SCORE = 100;
  private static final double SPREAD = 0.18;
  private static final double LESSON = 0.15;

  static Student named(String name) {
    var random = new Random(31L * name.hashCode() + CAST);
    return new Student(name, 0.55 + 0.4 * random.nextDouble(), 0.4 + 0.55 * random.nextDouble());
  }

  /** A submission of the student to the demo's grader. */
  SubmissionRequest submission(
      String id, Kind kind, Exercise exercise, int score, int attempt, Instant gradedAt) {
    return new SubmissionRequest(
        "demo",
        id,
        1,
        new SubmissionRequest.User(name, name),
        null,
        DemoClass.ID,
        kind,
        exercise,
        (double) score,
        (double) MAX_SCORE,
        null,
        attempt,
        null,
        gradedAt,
        null,
        null,
        null,
        null,
        null);
  }

  /** A random score out of 100 that tends to rise with each attempt. */
  int score(int attempt, RandomGenerator random) {
    var expected = talent + LESSON * (attempt - 1);
    var score = Math.round(MAX_SCORE * random.nextGaussian(expected, SPREAD) / 5) * 5;
    return (int) Math.max(0, Math.min(MAX_SCORE, score));
  }
}
