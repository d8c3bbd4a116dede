package dev.laurel.demo;

import dev.laurel.submission.Exercise;
import dev.laurel.submission.Kind;
import dev.laurel.submission.SubmissionRequest;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Generates the class's submissions: random students, diligent ones more often, who repeat an
 * exercise until its score is good enough. Not thread-safe.
 */
final class Coursework {
  private static final int GOOD_ENOUGH = 80;
  private static final int EXERCISES = 16 * 40;

  private record Attempt(Exercise problem, int number, int score) {}

  private final List<Student> students;
  private final RandomGenerator random;
  private final Map<Student, Attempt> latest = new HashMap<>();

  Coursework(List<Student> students, RandomGenerator random) {
    this.students = List.copyOf(students);
    this.random = random;
  }

  /** The next submission. */
  SubmissionRequest next(Instant gradedAt) {
    var student = next();
    var before = latest.get(student);
    boolean again = before != null && before.score() < GOOD_ENOUGH;
    var problem = again ? before.problem() : fresh();
    int number = again ? before.number() + 1 : 1;
    var attempt = new Attempt(problem, number, student.score(number, random));
    latest.put(student, attempt);
    return student.submission(
        "live-" + UUID.randomUUID(), Kind.practice, problem, attempt.score(), number, gradedAt);
  }

  private Student next() {
    double left = random.nextDouble(students.stream().mapToDouble(Student::diligence).sum());
    for (var student : students) {
      left -= student.diligence();
      if (left < 0) {
        return student;
      }
    }
    return students.get(students.size() - 1);
  }

  /** A new exercise, so that the class never runs out of points to earn. */
  private Exercise fresh() {
    var exercise = Problems.exercise(random.nextInt(EXERCISES));
    return new Exercise(
        exercise.id() + "-" + UUID.randomUUID(), exercise.title(), exercise.points());
  }
}
