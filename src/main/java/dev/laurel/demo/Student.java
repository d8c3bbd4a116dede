package dev.laurel.demo;

import dev.laurel.submission.SubmissionRequest;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * Somebody who submits, always the same under the same name.
 *
 * @param talent the part of the full score that is to be expected at a first attempt, 0 to 1
 * @param diligence how likely it is that they work on a day, 0 to 1
 */
record Student(String name, double talent, double diligence) {
  /** Makes a class in which alice, whom visitors try first, does well but does not lead. */
  private static final long CAST = 13;

  private static final int MAX_SCORE = 100;
  private static final double SPREAD = 0.18;
  private static final double LESSON = 0.15;

  static Student named(String name) {
    var random = new Random(31L * name.hashCode() + CAST);
    return new Student(name, 0.55 + 0.4 * random.nextDouble(), 0.4 + 0.55 * random.nextDouble());
  }

  SubmissionRequest.User user() {
    return new SubmissionRequest.User(name, name);
  }

  /** A score out of 100, better with every attempt on the whole. */
  int score(int attempt, RandomGenerator random) {
    var expected = talent + LESSON * (attempt - 1);
    var score = Math.round(MAX_SCORE * random.nextGaussian(expected, SPREAD) / 5) * 5;
    return (int) Math.max(0, Math.min(MAX_SCORE, score));
  }
}
