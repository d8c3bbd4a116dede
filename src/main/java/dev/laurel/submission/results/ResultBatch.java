package dev.laurel.submission.results;

import dev.laurel.sql.Columns;
import dev.laurel.sql.Sql;
import dev.laurel.submission.GradedSubmission;
import dev.laurel.submission.SubmissionGraded;
import dev.laurel.submission.SubmissionRequest;
import jakarta.transaction.TransactionScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The results that count of some users for some exercises, as one transaction sees them: read in
 * one query, and kept up to date in memory. A class in which the mean of all attempts counts would
 * otherwise pay a query for each submission and board.
 */
@TransactionScoped
public class ResultBatch {
  /** An exercise of a source, as one user works at it. */
  public record Key(String userId, String source, String problemId) {
    public static Key of(SubmissionRequest request) {
      return new Key(request.user().id(), request.source(), request.problem().id());
    }

    public static Key of(GradedSubmission result) {
      return new Key(result.userId(), result.source(), result.exercise().id());
    }
  }

  private final SubmissionBatch submissions;
  private final Sql sql;
  private final Map<Key, Map<SubmissionName, GradedSubmission>> results = new HashMap<>();

  ResultBatch(SubmissionBatch submissions, Sql sql) {
    this.submissions = submissions;
    this.sql = sql;
  }

  /** Reads the results for exercises, without those read before. */
  public void readAhead(Collection<Key> keys) {
    var unknown = keys.stream().filter(key -> !results.containsKey(key)).distinct().toList();
    if (unknown.isEmpty()) {
      return;
    }
    unknown.forEach(key -> results.put(key, new HashMap<>()));
    submissions.flush();
    sql.query(
            """
            select found.* from unnest(?::text[], ?::text[], ?::text[]) as given (user_id, source, problem_id),
              lateral (select %s from submission
                       where user_id = given.user_id and problem_id = given.problem_id and source = given.source
                         and current and not kept offset 0) found"""
                .formatted(SubmissionBatch.COLUMNS),
            SubmissionBatch::read,
            Columns.of(unknown)
                .texts(Key::userId)
                .texts(Key::source)
                .texts(Key::problemId)
                .parameters())
        .forEach(row -> add(row.graded));
  }

  /** Puts a result just graded, which is not stored yet, in the place of the one it replaces. */
  public void replace(SubmissionGraded graded) {
    graded
        .replaced()
        .filter(old -> results.containsKey(Key.of(old)))
        .ifPresent(old -> results.get(Key.of(old)).remove(SubmissionName.of(old)));
    if (graded.counts() && results.containsKey(Key.of(graded.submission()))) {
      add(graded.submission());
    }
  }

  private void add(GradedSubmission result) {
    results.get(Key.of(result)).put(SubmissionName.of(result), result);
  }

  /** The results for an exercise. */
  public List<GradedSubmission> of(Key key) {
    readAhead(List.of(key));
    return List.copyOf(results.get(key).values());
  }
}
