package dev.laurel.submission.results;

import dev.laurel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;

/**
 * Reads the results that count of all users of a transaction. Saves a batch of 200 users 199
 * queries.
 */
@ApplicationScoped
class CurrentResultsBatch {
  private final Sql sql;

  CurrentResultsBatch(Sql sql) {
    this.sql = sql;
  }

  /**
   * The current revisions of users.
   *
   * @param classIds only those in these classes; empty for all
   */
  List<Submission> ofUsers(Collection<String> users, Collection<String> classIds) {
    return sql.query(
        """
        select found.* from unnest(?::text[]) as given (user_id), (values (?::text[])) as classes (ids),
          lateral (select %s from submission
                   where user_id = given.user_id and current and not kept
                     and (classes.ids = '{}' or class_id = any (classes.ids)) offset 0) found"""
            .formatted(SubmissionBatch.COLUMNS),
        SubmissionBatch::read,
        users.toArray(String[]::new),
        classIds.toArray(String[]::new));
  }
}
