package dev.laurel.bench;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * What the users of a benchmark hand in: completed practices, half of them with the full score, of
 * problems that are mostly new to them, in classes of a hundred. The title of each tells when it
 * was to be posted.
 */
final class Coursework {
  /** Comes before the time in the title, and nowhere else. */
  static final String MARK = "posted at ";

  private static final int CLASS_SIZE = 100;
  private static final int PROBLEMS = 5_000;

  private final String run;
  private final List<String> users;
  private final SplittableRandom random = new SplittableRandom(20_261_123);
  private long count;

  /**
   * @param run makes the names of this run its own
   */
  Coursework(String run, int users) {
    this.run = run;
    this.users = IntStream.range(0, users).mapToObj(i -> run + "-u" + i).toList();
  }

  List<String> users() {
    return users;
  }

  /** The next submission, of whichever user. */
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
