package dev.laurel.submission.results;

import static java.util.stream.Collectors.toMap;

import dev.laurel.sql.Columns;
import dev.laurel.sql.Sql;
import dev.laurel.submission.SubmissionRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts the attempts of users at exercises, in the order of their arrival, for graders that do not
 * count them. Knows the highest numbers received, also in the same transaction.
 */
public final class AttemptBatch {
  record Key(String user, String source, String problemId) {
    static Key of(SubmissionRequest request) {
      return new Key(request.user().id(), request.source(), request.problem().id());
    }
  }

  private final Map<Key, Integer> highest;

  AttemptBatch(Map<Key, Integer> highest) {
    this.highest = new HashMap<>(highest);
  }

  static AttemptBatch read(Sql sql, List<SubmissionRequest> requests) {
    var uncounted =
        requests.stream()
            .filter(request -> request.attemptNumber() == null)
            .map(Key::of)
            .distinct()
            .toList();
    if (uncounted.isEmpty()) {
      return new AttemptBatch(Map.of());
    }
    var highest =
        sql.query(
            """
            select given.*, coalesce(greatest(kept.highest, expired.highest), 0)
            from unnest(?::text[], ?::text[], ?::text[]) as given (user_id, source, problem_id),
              lateral (select max(attempt_number) as highest from submission
                       where user_id = given.user_id and problem_id = given.problem_id and source = given.source
                         and (current or held) offset 0) kept,
              lateral (select max(attempts) as highest from expired_attempt
                       where user_id = given.user_id and problem_id = given.problem_id and source = given.source
                       offset 0) expired""",
            row ->
                Map.entry(
                    new Key(row.getString(1), row.getString(2), row.getString(3)), row.getInt(4)),
            Columns.of(uncounted)
                .texts(Key::user)
                .texts(Key::source)
                .texts(Key::problemId)
                .parameters());
    return new AttemptBatch(
        highest.stream().collect(toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  /** The number of an attempt that comes without one. */
  public int next(SubmissionRequest request) {
    return 1 + Math.min(highest.getOrDefault(Key.of(request), 0), Integer.MAX_VALUE - 1);
  }

  public void add(SubmissionRequest request, int number) {
    highest.merge(Key.of(request), number, Math::max);
  }
}
