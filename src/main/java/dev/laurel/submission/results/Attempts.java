package dev.laurel.submission.results;

import dev.laurel.submission.SubmissionRequest;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts the attempts of users at exercises, in the order of their arrival, for graders that do not
 * count them. Knows the highest numbers received, also in the same transaction.
 */
public final class Attempts {
  record Key(String user, String source, String problemId) {
    static Key of(SubmissionRequest request) {
      return new Key(request.user().id(), request.source(), request.problem().id());
    }
  }

  private final Map<Key, Integer> highest;

  Attempts(Map<Key, Integer> highest) {
    this.highest = new HashMap<>(highest);
  }

  /** The number of an attempt that comes without one. */
  public int next(SubmissionRequest request) {
    return 1 + Math.min(highest.getOrDefault(Key.of(request), 0), Integer.MAX_VALUE - 1);
  }

  public void add(SubmissionRequest request, int number) {
    highest.merge(Key.of(request), number, Math::max);
  }
}
