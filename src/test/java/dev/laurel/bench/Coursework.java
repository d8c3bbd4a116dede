package dev.laurel.bench;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Makes the submissions of a benchmark: completed practices, half of them with full score, mostly
 * of problems new to the user, in classes of a hundred. The title has the time at which each was
 * due.
 */
final class Coursework {
  /** Precedes the time in the title, and occurs nowhere else. */
  static final String MARK = "posted at ";

  private static final int CLASS_SIZE = 100;
  private static final int PROBLEMS = 5_000;

  private final String run;
  private final List<String> users;
  private final SplittableRandom random = new SplittableRandom(20_261_123);
  private long count;

  /**
   * @param run prefix that makes the ids of this run unique
   */
  Coursework(String run, int users) {
    this.run = run;
    this.users = IntStream.range(0, users).mapToObj(i -> run + "-u" + i).toList();
  }

  List<String> users() {
    return users;
  }

  /** The next submission, of a random user. */
  String next(long intendedNanos) {
    var text = new StringBuilder(400);
    append(text, intendedNanos);
    return text.toString();
  }

  /** The next submissions, as an array. */
  String next(int size, long intendedNanos) {
    var text = new StringBuilder(400 * size).append('[');
    for (int i = 0; i < size; i++) {
      if (i > 0) {
        text.append(',');
      }
      append(text, intendedNanos);
    }
    return text.append(']').toString();
  }

  private void append(StringBuilder text, long intendedNanos) {
    int user = random.nextInt(users.size());
    int problem = random.nextInt(PROBLEMS);
    text.append("{\"source\":\"bench\",\"submission_id\":\"")
        .append(run)
        .append("-s")
        .append(count++)
        .append("\",\"user\":{\"id\":\"")
        .append(users.get(user))
        .append("\",\"username\":\"Student ")
        .append(user)
        .append("\"},\"class_id\":\"")
        .append(run)
        .append("-c")
        .append(user / CLASS_SIZE)
        .append("\",\"kind\":\"practice\",\"problem\":{\"id\":\"p")
        .append(problem)
        .append("\",\"title\":\"")
        .append(MARK)
        .append(intendedNanos)
        .append("\",\"points\":10},\"score\":")
        .append(random.nextBoolean() ? 100 : 60)
        .append(",\"max_score\":100,\"attempt_number\":")
        .append(1 + random.nextInt(3))
        .append('}');
  }
}
